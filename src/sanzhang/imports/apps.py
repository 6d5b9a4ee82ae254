"""Import of registers from spreadsheets: checked as a whole, committed as a whole, and taken back as a whole."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Import of registers from spreadsheets."""

    name = "sanzhang.imports"
    label = "imports"
