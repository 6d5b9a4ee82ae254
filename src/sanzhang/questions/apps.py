"""Questions: what about an inspection is worth asking whoever made it, and what came of asking."""

from django.apps import AppConfig

from sanzhang.journal.kinds import register


class QuestionsConfig(AppConfig):
    """Questions: what about an inspection is worth asking whoever made it, and what came of asking."""

    name = "sanzhang.questions"
    label = "questions"

    def ready(self) -> None:
        """Make this subject's kinds of entry known to the journal."""
        from sanzhang.questions.entries import KINDS

        register(*KINDS)
