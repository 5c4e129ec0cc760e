"""Addresses of this plugin."""

from django.urls import URLPattern, URLResolver, path

from scenarios.play import views

app_name = "scenarios"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.practice, name="practice"),
    path("play/<uuid:uuid>/", views.play, name="play"),
    path("play/<uuid:uuid>/leave/", views.leave, name="leave"),
    path("play/<uuid:uuid>/again/", views.play_from, name="play-from"),
    path("debrief/<uuid:uuid>/", views.debrief, name="debrief"),
    path("<slug:key>/", views.intro, name="intro"),
]
