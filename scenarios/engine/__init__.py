"""The pure scenario engine: definitions, builds, stepping, keying, analysis and checks. Never imports Django."""
