"""The host's resources."""
