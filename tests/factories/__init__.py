"""Factories: rows as a test needs them, with believable defaults."""
