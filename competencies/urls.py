"""Addresses of this plugin."""

from django.urls import URLPattern, URLResolver

app_name = "competencies"
urlpatterns: list[URLPattern | URLResolver] = []
