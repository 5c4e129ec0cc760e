"""Readers and writers of scenario files. Never imports Django."""
