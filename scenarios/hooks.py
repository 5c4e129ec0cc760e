"""What this plugin answers to the host."""
