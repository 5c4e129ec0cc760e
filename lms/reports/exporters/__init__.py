"""Writers of files: each takes computed tables and returns bytes. They read nothing and change nothing."""
