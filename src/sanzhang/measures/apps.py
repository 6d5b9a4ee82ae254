"""What people decided on proposed measures."""

from django.apps import AppConfig

from sanzhang.journal.kinds import register


class MeasuresConfig(AppConfig):
    """What people decided on proposed measures."""

    name = "sanzhang.measures"
    label = "measures"

    def ready(self) -> None:
        """Make this subject's kinds of entry known to the journal."""
        from sanzhang.measures.entries import KINDS

        register(*KINDS)
