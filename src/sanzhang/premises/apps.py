"""Premises: what is inspected."""

from django.apps import AppConfig

from sanzhang.journal.kinds import register


class PremisesConfig(AppConfig):
    """Premises: what is inspected."""

    name = "sanzhang.premises"
    label = "premises"

    def ready(self) -> None:
        """Make this subject's kinds of entry known to the journal."""
        from sanzhang.premises.entries import KINDS

        register(*KINDS)
