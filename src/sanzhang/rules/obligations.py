"""Duties → obligations: a duty, over one area, in one period."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sanzhang.rules.areas import ancestor
from sanzhang.rules.facts import Area, Facts, Record
from sanzhang.rules.pack.model import Duty, Pack, ParameterRef, Trigger
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
    """Every obligation that began by ``as_of`` and was not yet closed on ``since``, duty by duty and area by area.

    One that a record triggered stays open until it is answered, so it is given whenever it began.
    """
    for duty in pack.duties:
        if duty.trigger:
            yield from _triggered(duty, duty.trigger, pack, facts, parameters, as_of)
            continue
        last = last_day(duty, as_of)
        open_windows = [window for window in windows(duty, pack, parameters, as_of) if window.closes >= since]
        for area in owing_areas(duty, facts):
            begins, ends = area.valid_from or date.min, area.valid_to or FAR
            if ends < since:
                continue
            for window in open_windows:
                if begins <= window.due and begins <= last and ends >= window.start:
                    for sector in duty.sectors or ("",):
                        yield Obligation(duty, area.code, sector, window)


def beginning(pack: Pack, facts: Facts, parameters: Parameters, after: date, until: date, codes: Collection[str]) -> Iterator[Obligation]:
    """The obligations over areas with these ``codes`` that begin later than ``after`` and by ``until``. What a record triggers nobody can foretell."""
    for duty in pack.duties:
        later = [window for window in windows(duty, pack, parameters, until) if window.start > after]
        for area in owing_areas(duty, facts) if later else ():
            if area.code in codes and (area.valid_to or FAR) > after:
                yield from (Obligation(duty, area.code, sector, window) for window in later for sector in duty.sectors or ("",))


def first_day(duty: Duty, pack: Pack) -> date:
    """The first day on which ``duty`` is in force."""
    return duty.valid_from or pack.effective


def last_day(duty: Duty, as_of: date) -> date:
    """The last day by which an obligation of ``duty`` must have begun to be owed on ``as_of``."""
    return min(as_of, duty.valid_to or FAR)


def owing_areas(duty: Duty, facts: Facts) -> list[Area]:
    """The areas over which ``duty`` is owed, by code: those of its level and, where it names kinds, of these kinds."""
    return [area for area in facts.areas_by_level.get(duty.per, ()) if not duty.area_kinds or area.kind in duty.area_kinds]


def windows(duty: Duty, pack: Pack, parameters: Parameters, as_of: date) -> list[Window]:
    """Every window that ``duty`` has had by ``as_of``, in order; none for a duty that a record triggers.

    Always counted from the duty's first day, so that the windows never depend on which stretch of time is looked at.
    """
    begins, last = first_day(duty, pack), last_day(duty, as_of)
    if duty.every is None:
        return []
    if duty.every is Cadence.ONCE:
        once = Window("once", begins, FAR, _deadline(duty, parameters, begins), FAR, parameters.number(duty.at_least, begins))
        return [once] if begins <= last and once.at_least > 0 else []
    found = []
    for period in _periods(duty.every, parameters, begins, last):
        at_least = parameters.number(duty.at_least, period.start)
        if at_least < 1:  # the committee decided that for now it need not be done
            continue
        due_day = parameters.number(duty.due_day, period.start)
        due = min(period.start + timedelta(days=due_day - 1), period.end) if due_day else period.end
        closes = period.end + timedelta(days=parameters.number(duty.grace_days, period.start))
        found.append(Window(period.key, period.start, period.end, due, closes, at_least))
    return found


def _periods(every: Cadence | ParameterRef, parameters: Parameters, begins: date, last: date) -> Iterator[Period]:
    """The whole periods from ``begins`` on.

    A new cadence begins with its first whole period; the old one runs on until then, as long as it fits before it:
    nobody owes the same day twice.
    """
    period = containing(parameters.cadence(every, begins), begins)
    while period.start <= last:
        if period.start >= begins:
            yield period
        day = period.end + timedelta(days=1)
        wanted = _first_whole(parameters.cadence(every, day), day)
        running_on = containing(period.cadence, day)
        period = running_on if running_on.end < wanted.start else wanted


def _first_whole(cadence: Cadence, day: date) -> Period:
    period = containing(cadence, day)
    return period if period.start == day else period.next


def _triggered(duty: Duty, trigger: Trigger, pack: Pack, facts: Facts, parameters: Parameters, as_of: date) -> Iterator[Obligation]:
    """One obligation for each matching record and area. Whoever takes an area over also takes over what is open there."""
    begins, last = first_day(duty, pack), last_day(duty, as_of)
    started_by = [
        record
        for record in facts.records
        if record.kind in trigger.evidence and begins <= record.occurred_on <= last and _matches(record, trigger.where)
    ]
    for record in sorted(started_by, key=lambda record: (record.occurred_on, record.id)):
        start = record.occurred_on
        window = Window(record.id, start, FAR, _deadline(duty, parameters, start), FAR, max(parameters.number(duty.at_least, start), 1))
        areas = {facts.present_area(code, as_of) for area in record.areas if (code := ancestor(area, duty.per))}
        for area in sorted(areas):
            if not duty.area_kinds or _kind(facts, area) in duty.area_kinds:
                for sector in duty.sectors or ("",):
                    yield Obligation(duty, area, sector, window, record.id)


def _deadline(duty: Duty, parameters: Parameters, start: date) -> date:
    days = parameters.number(duty.within_days, start)
    return add_workdays(start, days) if duty.counting == "workdays" else start + timedelta(days=days)


def _kind(facts: Facts, code: str) -> str:
    area = facts.area_by_code.get(code)
    return area.kind if area else ""


def _matches(record: Record, where: dict[str, object]) -> bool:
    return all(record.data.get(name) == value for name, value in where.items())
