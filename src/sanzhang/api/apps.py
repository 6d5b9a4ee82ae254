"""The HTTP API."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The HTTP API."""

    name = "sanzhang.api"
    label = "api"
