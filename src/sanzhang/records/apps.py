"""Evidence: what people did and recorded."""

from django.apps import AppConfig

from sanzhang.journal.kinds import register


class RecordsConfig(AppConfig):
    """Evidence: what people did and recorded."""

    name = "sanzhang.records"
    label = "records"

    def ready(self) -> None:
        """Make this subject's kinds of entry known to the journal."""
        from sanzhang.records.entries import KINDS

        register(*KINDS)
