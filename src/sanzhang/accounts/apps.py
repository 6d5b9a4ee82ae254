"""Sign-in accounts. What an account may do follows from the posts of its person, never from here."""

from django.apps import AppConfig

from sanzhang.journal.kinds import register


class AccountsConfig(AppConfig):
    """Sign-in accounts."""

    name = "sanzhang.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Make the kinds of entry about accounts known to the journal."""
        from sanzhang.accounts.entries import KINDS

        register(*KINDS)
