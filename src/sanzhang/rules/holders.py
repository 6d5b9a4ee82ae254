"""Who holds which post over an area, and when."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sanzhang.rules.areas import LENGTHS, covers
from sanzhang.rules.facts import Appointment, Facts
from sanzhang.rules.pack.model import Pack


@dataclass(frozen=True, slots=True)
class Gap:
    """A post that the notice requires in an area and nobody holds."""

    post: str
    area: str
    sector: str = ""


class Holders:
    """Appointments by post, area and sector."""

    def __init__(self, pack: Pack, facts: Facts) -> None:
        self._held: dict[tuple[str, str, str], list[Appointment]] = defaultdict(list)
        self._lengths: dict[str, set[int]] = defaultdict(set)
        for held in facts.appointments:
            self._held[held.post, held.area, held.sector].append(held)
            self._lengths[held.post].add(len(held.area))
        for appointments in self._held.values():
            appointments.sort(key=lambda held: (held.start, held.id))

    def over(self, post: str, area: str, sector: str, first: date, last: date) -> list[Appointment]:
        """Those who hold ``post`` over ``area`` on any day from ``first`` to ``last``, in the order they began."""
        return [
            held
            for length in sorted(self._lengths.get(post, ()))
            if length <= len(area)
            for held in self._held.get((post, area[:length], sector), ())
            if held.overlaps(first, last)
        ]

    def on(self, post: str, area: str, sector: str, day: date) -> list[Appointment]:
        """Those who hold ``post`` over ``area`` on ``day``."""
        return self.over(post, area, sector, day, day)


def gaps(pack: Pack, facts: Facts, as_of: date) -> list[Gap]:
    """Every required post that nobody holds on ``as_of``: 无人负责."""
    holders = Holders(pack, facts)
    found = []
    for post in pack.posts:
        if not post.required:
            continue
        areas = [area for area in facts.areas if len(area.code) == LENGTHS[post.level] and area.exists_on(as_of)]
        sectors = [sector.id for sector in pack.sectors] if post.per_sector else [""]
        found += [
            Gap(post.id, area.code, sector) for area in areas for sector in sectors if not holders.on(post.id, area.code, sector, as_of)
        ]
    return found


def posts_on(facts: Facts, person: str, day: date) -> list[Appointment]:
    """The posts that ``person`` holds on ``day``."""
    return [held for held in facts.appointments if held.person == person and held.holds_on(day)]


def answers_for(held: Appointment, post: str, area: str, sector: str) -> bool:
    """Whether an appointment makes its holder the one who owes a duty of ``post`` over ``area``."""
    return held.post == post and covers(held.area, area) and held.sector == sector
