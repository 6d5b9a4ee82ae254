"""Photos: where each is used, and what is known of its content."""

from django.apps import AppConfig

from sanzhang.journal.kinds import register


class PhotosConfig(AppConfig):
    """Photos: where each is used, and what is known of its content."""

    name = "sanzhang.photos"
    label = "photos"

    def ready(self) -> None:
        """Make this subject's kinds of entry known to the journal."""
        from sanzhang.photos.entries import KINDS

        register(*KINDS)
