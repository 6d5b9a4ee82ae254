"""Departments and the sectors they answer for."""

from django.apps import AppConfig

from sanzhang.journal.kinds import register


class DepartmentsConfig(AppConfig):
    """Departments and the sectors they answer for."""

    name = "sanzhang.departments"
    label = "departments"

    def ready(self) -> None:
        """Make this subject's kinds of entry known to the journal."""
        from sanzhang.departments.entries import KINDS

        register(*KINDS)
