"""Duties → obligations: a duty, over one area, in one period."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sanzhang.rules.areas import ancestor
from sanzhang.rules.facts import Area, Facts, Record
from sanzhang.rules.pack.model import Duty, Pack
from sanzhang.rules.parameters import Parameters
from sanzhang.rules.periods import Cadence, Period, containing
from sanzhang.rules.workdays import add_workdays

FAR = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Window:
    """The days of one obligation: it runs from ``start`` to ``end``, is due on ``due``; a record that makes up for it counts until ``closes``."""

    key: str
    start: date
    end: date
    due: date
    closes: date
    at_least: int


@dataclass(frozen=True, slots=True)
class Obligation:
    """One duty over one area (and sector) in one window. ``trigger``: the record that started it, if one did."""

    duty: Duty
    area: str
    sector: str
    window: Window
    trigger: str = ""

    @property
    def key(self) -> str:
        """Stable name, as used in addresses: ``duty@area/sector@period``."""
        sector = f"/{self.sector}" if self.sector else ""
        return f"{self.duty.id}@{self.area}{sector}@{self.window.key}"


def obligations(pack: Pack, facts: Facts, parameters: Parameters, since: date, as_of: date) -> Iterator[Obligation]:
    """Every obligation that began by ``as_of`` and was not yet closed on ``since``, duty by duty."""
    for duty in pack.duties:
        first = max(since, duty.valid_from or pack.effective)
        last = min(as_of, duty.valid_to or FAR)
        if duty.trigger:
            yield from _triggered(duty, facts, parameters, since, last)
            continue
        windows = list(_windows(duty, pack, parameters, first, last))
        if not windows:
            continue
        for area in owing_areas(duty, facts):
            for window in windows:
                if (area.valid_from or date.min) <= window.due and (area.valid_to or FAR) >= window.start:
                    for sector in duty.sectors or ("",):
                        yield Obligation(duty, area.code, sector, window)


def owing_areas(duty: Duty, facts: Facts) -> list[Area]:
    """The areas over which ``duty`` is owed: those of its level and, where it names kinds, of these kinds."""
    return [area for area in facts.areas if area.level == duty.per and (not duty.area_kinds or area.kind in duty.area_kinds)]


def _windows(duty: Duty, pack: Pack, parameters: Parameters, first: date, last: date) -> Iterator[Window]:
    if duty.every is Cadence.ONCE:
        start = duty.valid_from or pack.effective
        due = start + timedelta(days=parameters.number(duty.within_days, start))
        if start <= last:
            yield Window("once", start, FAR, due, FAR, parameters.number(duty.at_least, start))
        return
    # One period early, so that what was missed just before `first` but may still be made up is seen.
    begins = duty.valid_from or pack.effective
    for period in _periods(duty, parameters, first, last):
        closes = period.end + timedelta(days=parameters.number(duty.grace_days, period.start))
        if period.start < begins or closes < first:
            continue
        due_day = parameters.number(duty.due_day, period.start)
        due = min(period.start + timedelta(days=due_day - 1), period.end) if due_day else period.end
        yield Window(period.key, period.start, period.end, due, closes, parameters.number(duty.at_least, period.start))


def _periods(duty: Duty, parameters: Parameters, first: date, last: date) -> Iterator[Period]:
    """Periods from the one before ``first`` on. A new cadence begins with its first whole period; until then the old one runs on."""
    assert duty.every is not None
    cadence = parameters.cadence(duty.every, first)
    period = containing(cadence, first).previous
    while period.start <= last:
        yield period
        day = period.end + timedelta(days=1)
        wanted = parameters.cadence(duty.every, day)
        following = containing(wanted, day)
        period = following if following.start == day else containing(period.cadence, day)


def _triggered(duty: Duty, facts: Facts, parameters: Parameters, since: date, as_of: date) -> Iterator[Obligation]:
    assert duty.trigger is not None
    begins = max(since, duty.valid_from or date.min)
    for record in facts.records:
        if record.kind in duty.trigger.evidence and begins <= record.occurred_on <= as_of and _matches(record, duty.trigger.where):
            start = record.occurred_on
            days = parameters.number(duty.within_days, start)
            due = add_workdays(start, days) if duty.counting == "workdays" else start + timedelta(days=days)
            for area in dict.fromkeys(ancestor(code, duty.per) for code in record.areas):
                if area is not None:
                    yield Obligation(
                        duty, area, "", Window(record.id, start, FAR, due, FAR, parameters.number(duty.at_least, start)), record.id
                    )


def _matches(record: Record, where: dict[str, object]) -> bool:
    return all(record.data.get(name) == value for name, value in where.items())
