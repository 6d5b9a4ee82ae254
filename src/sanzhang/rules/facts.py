"""What the rules are given: areas, appointments, records and decisions of one county, as plain values.

Every fact carries ``recorded_at``, the moment at which it became known, so that a past day can be
shown as it stood *with what was known then*.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar

from sanzhang.rules.areas import Level, level_of
from sanzhang.rules.periods import Cadence


@dataclass(frozen=True, slots=True)
class Area:
    """A county, town, village or grid. ``valid_to`` is its last day; ``merged_into`` the area that took it over."""

    code: str
    name: str
    kind: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    merged_into: str = ""
    recorded_at: datetime | None = None
    superseded_at: datetime | None = None

    @property
    def level(self) -> Level:
        return level_of(self.code)

    def exists_on(self, day: date) -> bool:
        """Whether the area exists on ``day``."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Appointment:
    """Who holds a post, where (and for which sector), from the first to the last day."""

    id: str
    person: str
    post: str
    area: str
    start: date
    end: date | None = None
    sector: str = ""
    recorded_at: datetime | None = None
    superseded_at: datetime | None = None

    def overlaps(self, first: date, last: date) -> bool:
        """Whether the post is held on any of the days ``first`` to ``last``."""
        return self.start <= last and (self.end is None or self.end >= first)

    def holds_on(self, day: date) -> bool:
        """Whether the post is held on ``day``."""
        return self.overlaps(day, day)


_Superseded = TypeVar("_Superseded", Area, Appointment)


@dataclass(frozen=True, slots=True)
class Record:
    """One thing done and recorded in the field: the evidence that duties count.

    ``areas``: every area it was done in or for. ``post`` and ``sector``: those the actor held at that time.
    ``parties``: posts and other bodies that took part. ``for_period``: the earlier period that a late record makes up for.
    """

    id: str
    kind: str
    areas: tuple[str, ...]
    occurred_on: date
    person: str = ""
    post: str = ""
    sector: str = ""
    parties: frozenset[str] = frozenset()
    for_period: str = ""
    refers_to: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    recorded_at: datetime | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Exemption:
    """A person with the power decided that an area need not do a duty in a period, and why."""

    id: str
    duty: str
    area: str
    period: str
    reason: str
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ParameterDecision:
    """The committee set an open parameter, from a day on."""

    id: str
    parameter: str
    value: int | Cadence
    valid_from: date
    decided_by: str = ""
    recorded_at: datetime | None = None


@dataclass(frozen=True)
class Facts:
    """All facts of one county that the rules look at."""

    county: str
    areas: tuple[Area, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    records: tuple[Record, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    decisions: tuple[ParameterDecision, ...] = ()

    def known_at(self, moment: datetime | None) -> "Facts":
        """The facts as they were known at ``moment`` (None: now): later entries, corrections and endings are left out.

        What ended only later is given as not ended, as it looked then; so asking again for what is known changes nothing.
        """
        return replace(
            self,
            areas=tuple(_unended(area) for area in self.areas if _stood(area.recorded_at, area.superseded_at, moment)),
            appointments=tuple(_unended(held) for held in self.appointments if _stood(held.recorded_at, held.superseded_at, moment)),
            records=tuple(
                record if record.withdrawn_at is None else replace(record, withdrawn_at=None)
                for record in self.records
                if _stood(record.recorded_at, record.withdrawn_at, moment)
            ),
            exemptions=tuple(exemption for exemption in self.exemptions if _stood(exemption.recorded_at, None, moment)),
            decisions=tuple(decision for decision in self.decisions if _stood(decision.recorded_at, None, moment)),
        )

    @cached_property
    def area_by_code(self) -> dict[str, Area]:
        """Areas by code."""
        return {area.code: area for area in self.areas}

    @cached_property
    def areas_by_level(self) -> dict[Level, list[Area]]:
        """Areas of each level, by code."""
        table: dict[Level, list[Area]] = {}
        for area in sorted(self.areas, key=lambda area: area.code):
            table.setdefault(area.level, []).append(area)
        return table

    def successors(self, code: str, by: date | None = None) -> Iterator[str]:
        """The areas that took over ``code`` (only those that had by the day ``by``), one after another; a ring is walked once."""
        seen = {code}
        area = self.area_by_code.get(code)
        while area and area.merged_into and area.merged_into not in seen:
            if by is not None and (area.valid_to is None or area.valid_to >= by):
                return
            seen.add(area.merged_into)
            yield area.merged_into
            area = self.area_by_code.get(area.merged_into)

    def present_area(self, code: str, day: date) -> str:
        """``code`` itself, or the last of the areas that had taken it over by ``day``."""
        return [code, *self.successors(code, day)][-1]


def _unended(entry: _Superseded) -> _Superseded:
    return entry if entry.superseded_at is None else replace(entry, superseded_at=None)


def _stood(recorded_at: datetime | None, ended_at: datetime | None, moment: datetime | None) -> bool:
    if moment is None:
        return ended_at is None
    return (recorded_at is None or recorded_at <= moment) and (ended_at is None or ended_at > moment)
