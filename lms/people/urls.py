"""Addresses of the directory."""

from django.urls import path

from lms.people import views

app_name = "people"
urlpatterns = [
    path("", views.people, name="directory"),
    path("<uuid:uuid>/", views.person, name="person"),
]
