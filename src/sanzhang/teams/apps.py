"""Fire teams and 一队一中心 of towns."""

from django.apps import AppConfig

from sanzhang.journal.kinds import register


class TeamsConfig(AppConfig):
    """Fire teams and 一队一中心 of towns."""

    name = "sanzhang.teams"
    label = "teams"

    def ready(self) -> None:
        """Make this subject's kinds of entry known to the journal."""
        from sanzhang.teams.entries import KINDS

        register(*KINDS)
