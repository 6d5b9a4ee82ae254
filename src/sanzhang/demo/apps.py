"""The demonstration: invented data, marked as such in the journal."""

from django.apps import AppConfig

from sanzhang.journal.kinds import register


class DemoConfig(AppConfig):
    """The demonstration."""

    name = "sanzhang.demo"
    label = "demo"

    def ready(self) -> None:
        """Make the mark of invented data known to the journal."""
        from sanzhang.demo.entries import KINDS

        register(*KINDS)
