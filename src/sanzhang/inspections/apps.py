"""Inspections: what was looked at, what was found."""

from django.apps import AppConfig

from sanzhang.journal.kinds import register


class InspectionsConfig(AppConfig):
    """Inspections: what was looked at, what was found."""

    name = "sanzhang.inspections"
    label = "inspections"

    def ready(self) -> None:
        """Make this subject's kinds of entry known to the journal."""
        from sanzhang.inspections.entries import KINDS

        register(*KINDS)
