"""Floor 2: the one door for writing."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """The journal."""

    name = "sanzhang.journal"
    label = "journal"
