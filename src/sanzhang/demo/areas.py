"""The areas of the simulated county: the division list, grids below every village, one village founded and one merged on the way."""

import random
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sanzhang.areas.naming import kind_from_name
from sanzhang.demo.divisions import Divisions
from sanzhang.rules.areas import Level, parent
from sanzhang.rules.facts import Area

_ORDINALS = "一二三四五六七八九"
_ENOUGH_VILLAGES = 8
_GRIDS = {"community": (2, 3), "virtual": (1, 1)}
_GRIDS_OTHERWISE = (1, 2)


@dataclass(frozen=True, slots=True)
class Areas:
    """``at_first``: as they stood when the notice took effect; ``later``: states that came after, each with the day of its recording."""

    at_first: tuple[Area, ...]
    later: tuple[tuple[date, Area], ...]

    @property
    def final(self) -> tuple[Area, ...]:
        """The state of every area at the end, by code."""
        states = {area.code: area for area in self.at_first} | {area.code: area for _day, area in self.later}
        return tuple(states[code] for code in sorted(states))


def make_areas(divisions: Divisions, rng: random.Random, since: date, until: date) -> Areas:
    """Areas from a division list. Changes happen between ``since`` and ``until``, in counties that are large enough."""
    listed = [Area(division.code, division.name, kind_from_name(division.name)) for division in divisions]
    at_first = [state for area in listed for state in (area, *_grids_of(area, rng))]
    villages = [area for area in listed if area.level is Level.VILLAGE]
    later: list[tuple[date, Area]] = []
    if len(villages) >= _ENOUGH_VILLAGES:
        later += _founded(villages, rng, _between(since, until, 0.45))
        later += _merged(villages, at_first, rng, _between(since, until, 0.6))
    return Areas(tuple(at_first), tuple(later))


def _grids_of(area: Area, rng: random.Random) -> list[Area]:
    if area.level is not Level.VILLAGE:
        return []
    count = rng.randint(*_GRIDS.get(area.kind, _GRIDS_OTHERWISE))
    return [Area(f"{area.code}{number:03d}", f"第{_ORDINALS[number - 1]}网格") for number in range(1, count + 1)]


def _founded(villages: list[Area], rng: random.Random, day: date) -> list[tuple[date, Area]]:
    """A community founded on ``day`` in the town that has most villages."""
    by_town = _by_town(villages)
    town = max(sorted(by_town), key=lambda code: len(by_town[code]))
    free = next(number for number in range(10, 1000) if f"{town}{number:03d}" not in {area.code for area in by_town[town]})
    founded = Area(f"{town}{free:03d}", "演示新设社区", "community", valid_from=day)
    recorded = day - timedelta(days=3)
    return [(recorded, founded), *((recorded, replace(grid, valid_from=day)) for grid in _grids_of(founded, rng))]


def _merged(villages: list[Area], areas: list[Area], rng: random.Random, last_day: date) -> list[tuple[date, Area]]:
    """A village whose last day is ``last_day``, merged into its neighbour with its grids."""
    by_town = _by_town(villages)
    town = rng.choice([code for code in sorted(by_town) if len(by_town[code]) >= 3])
    gone, into = by_town[town][-2:]
    recorded = last_day - timedelta(days=5)
    grids = [area for area in areas if area.level is Level.GRID and parent(area.code) == gone.code]
    return [
        (recorded, replace(gone, valid_to=last_day, merged_into=into.code)),
        *((recorded, replace(grid, valid_to=last_day, merged_into=f"{into.code}001")) for grid in grids),
    ]


def _by_town(villages: list[Area]) -> dict[str, list[Area]]:
    table: dict[str, list[Area]] = defaultdict(list)
    for area in villages:
        table[parent(area.code)].append(area)
    return table


def _between(since: date, until: date, share: float) -> date:
    return since + timedelta(days=max(6, int((until - since).days * share)))
