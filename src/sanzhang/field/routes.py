"""Addresses of the field app."""

from django.urls import path

from sanzhang.field import pages

app_name = "field"
urlpatterns = [
    path("field/", pages.app, name="app"),
    path("field/q/<str:code>", pages.plate, name="plate"),
    path("q/<str:code>", pages.plate, name="plate_before"),  # plates that were printed before; they stay on their doors
]
