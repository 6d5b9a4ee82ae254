"""Hazards: from finding to closing."""

from django.apps import AppConfig

from sanzhang.journal.kinds import react, register


class HazardsConfig(AppConfig):
    """Hazards: from finding to closing."""

    name = "sanzhang.hazards"
    label = "hazards"

    def ready(self) -> None:
        """Make this subject's kinds of entry known to the journal, and follow those of inspections."""
        from sanzhang.hazards.entries import KINDS
        from sanzhang.hazards.finding import hazards_of_inspection, hazards_of_withdrawal

        register(*KINDS)
        react("inspection.made", hazards_of_inspection)
        react("inspection.withdrawn", hazards_of_withdrawal)
