"""Households with vulnerable people: personal data, encrypted for each."""

from django.apps import AppConfig

from sanzhang.journal.kinds import register


class HouseholdsConfig(AppConfig):
    """Households with vulnerable people: personal data, encrypted for each."""

    name = "sanzhang.households"
    label = "households"

    def ready(self) -> None:
        """Make this subject's kinds of entry known to the journal."""
        from sanzhang.households.entries import KINDS

        register(*KINDS)
