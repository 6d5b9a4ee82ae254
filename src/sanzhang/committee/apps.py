"""Fire-safety committees, and the open parameters they decide."""

from django.apps import AppConfig

from sanzhang.journal.kinds import register


class CommitteeConfig(AppConfig):
    """Fire-safety committees, and the open parameters they decide."""

    name = "sanzhang.committee"
    label = "committee"

    def ready(self) -> None:
        """Make this subject's kinds of entry known to the journal."""
        from sanzhang.committee.entries import KINDS

        register(*KINDS)
