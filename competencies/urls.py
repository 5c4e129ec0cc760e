"""Addresses of this plugin."""

from django.urls import URLPattern, URLResolver, include, path

from competencies import views

app_name = "competencies"
urlpatterns: list[URLPattern | URLResolver] = [
    path("me/", views.me, name="me"),
    path("me/<slug:key>/", views.my_competency, name="my_competency"),
    path("people/<uuid:uuid>/", views.person, name="person"),
    path("people/<uuid:uuid>/<slug:key>/", views.person_competency, name="person_competency"),
    path("dashboard/", include("competencies.dashboard.urls")),
]
