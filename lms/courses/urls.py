"""Addresses of this room. Courses and lessons themselves are pages, served by the CMS under their own slugs."""

from django.urls import path

from lms.courses import lesson_views, views

app_name = "courses"
urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("courses/<uuid:course_key>/enrol/", lesson_views.enrol, name="enrol"),
    path("lessons/<uuid:lesson_key>/complete/", lesson_views.complete, name="complete"),
]
