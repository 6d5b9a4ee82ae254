"""The one error type that people meet: what happened, and what to do next."""

from collections.abc import Sequence
from typing import Any


def gettext_noop(text: str) -> str:
    """Mark ``text`` for translation; the faces translate it when they show it."""
    return text


class Word(str):
    """A word among a problem's ``params`` that is itself translated when it is shown. ``number``: which of several, 0 where there is one."""

    text: str
    number: int

    def __new__(cls, text: str, number: int = 0) -> "Word":
        made = super().__new__(cls, f"{text} {number}" if number else text)
        made.text = text
        made.number = number
        return made


class Problem(Exception):
    """Something a person can mend.

    ``message`` and ``hint`` are Chinese templates (``str.format``); ``params`` fills both after
    translation, so one problem reads well in every language. ``code`` is stable for programs.
    """

    def __init__(self, code: str, message: str, hint: str = "", /, *, where: str = "", **params: Any) -> None:
        super().__init__(code, message, hint)  # what a copy in another process is made from; the rest travels as attributes
        self.code = code
        self.where = where
        self.message = message
        self.hint = hint
        self.params = params

    def __str__(self) -> str:
        text = self.message.format(**self.params)
        where = f"{self.where}: " if self.where else ""
        return f"{where}{text} {self.hint.format(**self.params)}".strip()


class NotYet(Problem):
    """What something depends on is not there yet, but may still come: it can be tried again, as it is."""


class Problems(Exception):
    """Every problem of one piece of input at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems)
        self.problems = list(problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)
