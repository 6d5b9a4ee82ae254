"""What a kind of evidence asks for, and whether it was answered."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sanzhang.rules.pack.model import Ask, EvidenceKind, Pack
from sanzhang.rules.problems import Problem, gettext_noop as _


def check_answers(pack: Pack, kind: EvidenceKind, data: dict[str, Any], parties: Iterable[str]) -> None:
    """Raises ``Problem`` for an answer that is missing, of the wrong kind, or to no question; and for a party that the pack does not know."""
    asked = {ask.id: ask for ask in kind.asks}
    for name in data:
        if name not in asked:
            raise Problem(
                "answer_unknown", _("“{kind}”没有“{name}”这一项。"), _("把应用更新到当前版本后再提交。"), kind=kind.title.zh, name=name
            )
    for ask in kind.asks:
        value = data.get(ask.id)
        if value in (None, ""):
            if ask.required:
                raise Problem("answer_missing", _("没有填写“{title}”。"), _("这一项必填。"), title=ask.title.zh)
        elif not _fits(ask, value):
            raise Problem("answer_value", _("“{title}”不能填 {value}。"), _("照提示改正。"), title=ask.title.zh, value=value)
    known = set(pack.parties) | {post.id for post in pack.posts}
    for party in parties:
        if party not in known:
            raise Problem("party_unknown", _("策略包里没有“{name}”这个参加方。"), _("从列出的参加方里选。"), name=party)


def _fits(ask: Ask, value: Any) -> bool:
    match ask.type:
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool) and value >= 0
        case "yes_no":
            return isinstance(value, bool)
        case "choice":
            return value in ask.choices
        case "date":
            return isinstance(value, str) and _is_date(value)
        case _:
            return isinstance(value, str)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
