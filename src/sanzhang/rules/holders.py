"""Who holds which post over an area, and when."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sanzhang.rules.facts import Appointment, Facts
from sanzhang.rules.pack.model import Pack

_Slot = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Gap:
    """A post that the notice requires in an area and nobody holds."""

    post: str
    area: str
    sector: str = ""


class Holders:
    """Appointments by post, area and sector."""

    def __init__(self, facts: Facts) -> None:
        self._held: dict[_Slot, list[Appointment]] = defaultdict(list)
        self._lengths: dict[str, set[int]] = defaultdict(set)
        self._over: dict[_Slot, list[Appointment]] = {}
        for held in facts.appointments:
            if held.superseded_at is None:
                self._held[held.post, held.area, held.sector].append(held)
                self._lengths[held.post].add(len(held.area))
        for appointments in self._held.values():
            appointments.sort(key=lambda held: (held.start, held.id))

    def over(self, post: str, area: str, sector: str, first: date, last: date) -> list[Appointment]:
        """Those who hold ``post`` over ``area`` on any day from ``first`` to ``last``: of wider areas first, then in the order they began."""
        slot = (post, area, sector)
        ever = self._over.get(slot)
        if ever is None:  # asked once for each of an area's periods
            ever = self._over[slot] = self._ever_over(post, area, sector)
        return [held for held in ever if held.start <= last and (held.end is None or held.end >= first)]

    def _ever_over(self, post: str, area: str, sector: str) -> list[Appointment]:
        lengths = [length for length in sorted(self._lengths.get(post, ())) if length <= len(area)]
        return [held for length in lengths for held in self._held.get((post, area[:length], sector), ())]

    def on(self, post: str, area: str, sector: str, day: date) -> list[Appointment]:
        """Those who hold ``post`` over ``area`` on ``day``."""
        return self.over(post, area, sector, day, day)


def gaps(pack: Pack, facts: Facts, as_of: date) -> list[Gap]:
    """Every required post that nobody holds on ``as_of``: 无人负责."""
    holders = Holders(facts)
    found = []
    for post in pack.posts:
        if not post.required:
            continue
        areas = [area for area in facts.areas_by_level.get(post.level, ()) if area.superseded_at is None and area.exists_on(as_of)]
        areas = [area for area in areas if not post.area_kinds or area.kind in post.area_kinds]
        sectors = [sector.id for sector in pack.sectors] if post.per_sector else [""]
        found += [
            Gap(post.id, area.code, sector) for area in areas for sector in sectors if not holders.on(post.id, area.code, sector, as_of)
        ]
    return found
