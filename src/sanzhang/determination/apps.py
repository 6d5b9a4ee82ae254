"""Tables of elements of the standard on major fire hazards, entered by the brigade that holds it."""

from django.apps import AppConfig

from sanzhang.journal.kinds import register


class DeterminationConfig(AppConfig):
    """Tables of elements of the standard on major fire hazards, entered by the brigade that holds it."""

    name = "sanzhang.determination"
    label = "determination"

    def ready(self) -> None:
        """Make this subject's kinds of entry known to the journal."""
        from sanzhang.determination.entries import KINDS

        register(*KINDS)
