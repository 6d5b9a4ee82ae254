"""People, the posts they hold, and where."""

from django.apps import AppConfig

from sanzhang.journal.kinds import register


class PeopleConfig(AppConfig):
    """People, the posts they hold, and where."""

    name = "sanzhang.people"
    label = "people"

    def ready(self) -> None:
        """Make this subject's kinds of entry known to the journal."""
        from sanzhang.people.entries import KINDS

        register(*KINDS)
