"""Determinations of one case: every one that was recorded, the newest first, and what changed from one to the next; and the form of another."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from sanzhang.cases.models import Case, CaseStep
from sanzhang.cases.queries import unjudged_since
from sanzhang.cases.states import JUDGED
from sanzhang.desk.determining import VERDICTS, shown
from sanzhang.desk.forms.determination import CLOSED, PREFIX
from sanzhang.desk.words import labelled, listed, say
from sanzhang.packs import editions
from sanzhang.rules.determination.editions import Edition, Editions

Kept = dict[str, Any]
ANSWERS = {True: "yes", False: "no", None: ""}


def judgings_of(row: Case, taken: Sequence[CaseStep]) -> list[dict[str, Any]]:
    """Each determination as the page shows it: when, its verdicts, and what it changed."""
    steps = [step for step in taken if step.event == JUDGED]
    kept = [*(step.data.get("replaced", {}) for step in steps), row.determination]
    days = [row.opened_on, *(step.occurred_on for step in steps)]
    found = []
    for index, (one, day) in enumerate(zip(kept, days, strict=True)):
        if one:
            before = next((older for older in reversed(kept[:index]) if older), None)
            title = _("重新判定 %(day)s") % {"day": day} if index else _("提出时的判定")
            found.append({"title": title, "verdicts": shown(one.get("verdicts", [])), "changes": _changes(before, one) if before else []})
    return found[::-1]


def stale_since(row: Case, taken: Sequence[CaseStep]) -> date | None:
    """The day on which the premises were reopened, where they were not judged since."""
    return None if row.ended else unjudged_since(taken)


def _changes(before: Kept, after: Kept) -> list[str]:
    """What is different, in words: the day, what was found, what is known of the premises, the verdict."""
    old, new = before.get("case", {}), after.get("case", {})
    found = []
    if old.get("date") != new.get("date"):
        found.append(_("检查日期：%(before)s → %(after)s") % {"before": old.get("date"), "after": new.get("date")})
    numbers = [{one["no"]: one for one in case.get("elements", [])} for case in (old, new)]
    for words, these in (
        (_("新增要素"), [no for no in numbers[1] if no not in numbers[0]]),
        (_("去掉的要素"), [no for no in numbers[0] if no not in numbers[1]]),
        (_("改动的要素"), [no for no, one in numbers[1].items() if no in numbers[0] and numbers[0][no] != one]),
    ):
        if these:
            found.append(labelled(words, listed(these)))
    found += _changed_facts(old.get("premises", {}), new.get("premises", {}))
    verdicts = [next((one["major"] for one in kept.get("verdicts", []) if one.get("applies")), None) for kept in (before, after)]
    if verdicts[0] is not verdicts[1]:
        found.append(_("结论：%(before)s → %(after)s") % {"before": VERDICTS[verdicts[0]], "after": VERDICTS[verdicts[1]]})
    return found or [_("情况和结论都没有变。")]


def _changed_facts(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    words = {True: _("是"), False: _("否"), None: _("没有说明")}
    titles = {fact.id: say(fact.title) for fact in editions().facts.facts}
    return [
        labelled(titles.get(name, name), f"{words[old.get(name)]} → {words[new.get(name)]}")
        for name in [*old, *(name for name in new if name not in old)]
        if old.get(name) != new.get(name)
    ]


def filled_again(kept: Kept, known: Editions, day: date, *, closed: bool, reopened: bool) -> QueryDict | None:
    """The form as it was filled in last, for ``day``; None where nothing was kept.

    Whether the premises are closed is taken from the register; that they were is forgotten once they have reopened.
    """
    case = kept.get("case")
    edition = known.named(str(kept.get("edition", ""))) or (known.on(date.fromisoformat(case["date"])) if case else None)
    if not case or edition is None:
        return None
    data = QueryDict(mutable=True)
    data[f"{PREFIX}-day"] = day.isoformat()
    data[f"{PREFIX}-edition"] = "" if known.on(day) is edition else edition.id
    numbers = [one["no"] for one in case["elements"]]
    data.setlist(f"{PREFIX}-elements", numbers)
    data[f"{PREFIX}-numbers"] = " ".join(numbers)
    for one in case["elements"]:
        no = one["no"]
        data[f"{PREFIX}-form_{no}"] = one.get("form", "")
        data[f"{PREFIX}-measured_{no}"] = _written(one.get("measured"), edition)
        if one.get("immediately_correctable"):
            data[f"{PREFIX}-at_once_{no}"] = "on"
    facts = {name: value for name, value in case["premises"].items() if not (name == CLOSED and reopened)} | (
        {CLOSED: True} if closed else {}
    )
    for name, value in facts.items():
        data[f"{PREFIX}-fact_{name}"] = ANSWERS[value]
    return data


def _written(measured: Any, edition: Edition) -> str:
    """A measurement as it is typed: a number, or two of them."""
    if isinstance(measured, dict):
        measure = next((one for one in edition.measures if {one.part, one.whole} == measured.keys()), None)
        return f"{measured[measure.part]}/{measured[measure.whole]}" if measure else ""
    return "" if measured is None else str(measured)
