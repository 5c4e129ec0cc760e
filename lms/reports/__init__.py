"""The report registry and its exporters."""
