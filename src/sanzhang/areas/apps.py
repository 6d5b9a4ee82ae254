"""The area tree: banner, towns, villages, grids."""

from django.apps import AppConfig

from sanzhang.journal.kinds import register


class AreasConfig(AppConfig):
    """The area tree: banner, towns, villages, grids."""

    name = "sanzhang.areas"
    label = "areas"

    def ready(self) -> None:
        """Make this subject's kinds of entry known to the journal."""
        from sanzhang.areas.entries import KINDS

        register(*KINDS)
