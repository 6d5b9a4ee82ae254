"""The field app."""

from django.apps import AppConfig


class FieldConfig(AppConfig):
    """The field app."""

    name = "sanzhang.field"
    label = "field"
