"""Addresses of the board, below those of the plugin."""

from django.urls import path

from competencies.dashboard import views

urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("people/", views.people, name="dashboard-people"),
]
