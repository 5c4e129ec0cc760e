"""Presentation shared by every page: formats, figures, template tags, and the two builders of committed assets."""
