"""Where to go next: places in the order in which a visit helps most, each with its reasons in words. Of places alone, never of people.

The order: listed major hazards; then overdue hazards; then the risk, where somebody computes it; then how many whole quarters nobody has been there (a
year and more are alike); then key and high-risk units; then the hazards of the last year; then the days. It says nothing about what is owed.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sanzhang.rules.problems import gettext_noop as _

Risk = Callable[[str], float | None]
GRAVE_MARKS = {"high_risk_unit": _("火灾高危单位"), "key_unit": _("重点单位")}
_QUARTER, _QUARTERS = 90, 4  # neither law nor research gives figures for this; they order a list and decide nothing


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a place. ``overdue``: hazards past their day, the oldest by ``overdue_days``; ``last_year``: found within a year."""

    key: str
    marks: Collection[str] = ()
    overdue: int = 0
    overdue_days: int = 0
    last_year: int = 0
    last_inspected: date | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a Chinese template (``str.format``) and what fills it."""

    code: str
    message: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Visit:
    """A place to go to, and why, the weightiest reason first."""

    key: str
    reasons: tuple[Reason, ...]


def visits(places: Iterable[Seen], today: date, *, listed: Collection[str] = (), risk: Risk = lambda key: None) -> list[Visit]:
    """``places`` in order. ``listed``: those with a major hazard under listed supervision; ``risk``: a number for a place, higher is worse."""
    known = [(place, risk(place.key)) for place in places]
    known.sort(key=lambda pair: _rank(pair[0], pair[1], today, listed))
    return [Visit(place.key, tuple(_reasons(place, how_risky, today, listed))) for place, how_risky in known]


def _rank(place: Seen, risk: float | None, today: date, listed: Collection[str]) -> tuple[Any, ...]:
    never, days = place.last_inspected is None, _days(place, today)
    return (
        place.key not in listed, -place.overdue, -place.overdue_days, -(risk or 0.0), -(_QUARTERS if never else min(days // _QUARTER, _QUARTERS)),
        -len(_grave(place)), -place.last_year, not never, -days, place.key,
    )  # fmt: skip


def _reasons(place: Seen, risk: float | None, today: date, listed: Collection[str]) -> Iterable[Reason]:
    if place.key in listed:
        yield Reason("listed", _("有挂牌督办的重大火灾隐患"))
    if place.overdue:
        yield Reason("overdue", _("{n} 处隐患逾期未改，最久 {days} 天"), {"n": place.overdue, "days": place.overdue_days})
    if risk is not None:
        yield Reason("risk", _("风险值 {risk}"), {"risk": f"{risk:.2f}"})
    if place.last_inspected is None:
        yield Reason("never", _("还没有检查过"))
    else:
        yield Reason("days", _("上次检查在 {days} 天前"), {"days": _days(place, today)})
    yield from (Reason(mark, GRAVE_MARKS[mark]) for mark in _grave(place))
    if place.last_year:
        yield Reason("last_year", _("近一年发现 {n} 处隐患"), {"n": place.last_year})


def _grave(place: Seen) -> list[str]:
    return [mark for mark in GRAVE_MARKS if mark in place.marks]


def _days(place: Seen, today: date) -> int:
    return 0 if place.last_inspected is None else max((today - place.last_inspected).days, 0)
