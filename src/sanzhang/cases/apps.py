"""Cases along declared life cycles."""

from django.apps import AppConfig

from sanzhang.journal.kinds import register


class CasesConfig(AppConfig):
    """Cases along declared life cycles."""

    name = "sanzhang.cases"
    label = "cases"

    def ready(self) -> None:
        """Make this subject's kinds of entry known to the journal."""
        from sanzhang.cases.entries import KINDS

        register(*KINDS)
