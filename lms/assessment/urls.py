"""Addresses of quizzes, under `/learn/quiz/`."""

from django.urls import path

from lms.assessment import views

app_name = "assessment"
urlpatterns = [
    path("<str:activity_key>/", views.quiz, name="quiz"),
    path("attempt/<uuid:uuid>/<int:number>/", views.question, name="question"),
    path("result/<uuid:uuid>/", views.result, name="result"),
]
