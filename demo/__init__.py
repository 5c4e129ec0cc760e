"""The demo organisation: people, content and a simulated year, all through the real services."""
