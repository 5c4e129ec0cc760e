"""Addresses of this room. Courses and lessons themselves are pages, served by the CMS under their own slugs."""

from django.urls import path

from lms.courses import views

app_name = "courses"
urlpatterns = [path("", views.catalogue, name="catalogue")]
