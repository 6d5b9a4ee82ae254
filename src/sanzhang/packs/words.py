"""Texts of packs and of problems in the reader's language: the one place where the faces get them from."""

from django.utils.translation import get_language, gettext

from sanzhang.rules.pack.model import Text
from sanzhang.rules.problems import Problem, Word


def say(text: Text | None) -> str:
    """``text`` in the reader's language; Chinese where that is missing."""
    if text is None:
        return ""
    language = (get_language() or "zh").split("-")[0]
    return str(getattr(text, language, "") or text.zh)


def sentences(problem: Problem) -> dict[str, str]:
    """What happened (``message``) and what to do next (``hint``, which may be empty)."""
    params = {name: Word(gettext(value.text), value.number) if isinstance(value, Word) else value for name, value in problem.params.items()}
    return {
        "message": gettext(problem.message).format(**params),
        "hint": gettext(problem.hint).format(**params) if problem.hint else "",
    }
