"""Floor 5: the pages for the desk."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The desk."""

    name = "sanzhang.desk"
    label = "desk"
