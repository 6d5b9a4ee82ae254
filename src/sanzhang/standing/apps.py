"""Floor 4: the only bridge between the database and the rules."""

from django.apps import AppConfig


class StandingConfig(AppConfig):
    """Standing."""

    name = "sanzhang.standing"
    label = "standing"
