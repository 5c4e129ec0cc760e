"""Addresses of the reports."""

from django.urls import path

from lms.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.reports, name="list"),
    path("<slug:plugin>/<slug:key>/", views.report, name="report"),
]
