"""Plans of inspections: what is to be looked at by when, and the random draw."""

from django.apps import AppConfig

from sanzhang.journal.kinds import register


class PlansConfig(AppConfig):
    """Plans of inspections: what is to be looked at by when, and the random draw."""

    name = "sanzhang.plans"
    label = "plans"

    def ready(self) -> None:
        """Make this subject's kinds of entry known to the journal."""
        from sanzhang.plans.entries import KINDS

        register(*KINDS)
