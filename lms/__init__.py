"""The host: people, courses, records, reports, API and the plugin contract."""

__version__ = "0.1.0"
