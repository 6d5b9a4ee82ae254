"""A few hazards that went further, and a few cases: major hazards on the list or on their way, a sealing, penalties, what citizens report.

Everything is drawn from a source of its own, after all else: what was invented before stays as it was.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sanzhang.demo.carrying import HAZARD, Carried, Carrying, scripts
from sanzhang.demo.chronicle import Chronicle
from sanzhang.demo.directory import Directory
from sanzhang.demo.ids import clock
from sanzhang.demo.places import PREMISES, Spot
from sanzhang.demo.steps import Payload, Step
from sanzhang.rules.areas import Level
from sanzhang.rules.facts import Area
from sanzhang.rules.pack import Pack

CASES = ("listing", "sealing", "penalty", "report")
_STANDS = {"by_date": "open", "cannot": "reported"}
_MOST = 0.65
_LONGEST = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class _Found:
    id: str
    action: str
    place: Payload
    step: Step


def write_cases(
    chronicle: Chronicle, pack: Pack, directory: Directory, areas: tuple[Area, ...], showcase: str, rng: random.Random, until: date
) -> None:
    """Carry some hazards further, rather in the village worth showing, and open the cases."""
    carrying = Carrying(chronicle, pack, directory, areas, rng, until)
    found = list(_hazards(chronicle))
    _carry_hazards(carrying, _untouched(chronicle, found), showcase)
    _open_cases(carrying, found, [area.code for area in areas if area.level is Level.VILLAGE])


def _carry_hazards(carrying: Carrying, left: list[_Found], showcase: str) -> None:
    """What each script begins with, and what leaves it time to end; a part of what is left stays as it is."""
    left = sorted(left, key=lambda found: (not found.step.area.startswith(showcase), -found.step.recorded_at.timestamp()))
    free = Counter({stands: int(_MOST * sum(_STANDS[one.action] == stands for one in left)) for stands in _STANDS.values()})
    needs_most_time_first = sorted(scripts()["hazards"], key=lambda script: -sum(step["after"] for step in script["steps"]))
    for script in needs_most_time_first:
        days = timedelta(days=2 * sum(step["after"] for step in script["steps"]) + 3)
        fitting = [one for one in left if _STANDS[one.action] == script["from"] and one.step.recorded_at < clock(carrying.until - days, 0)]
        for found in fitting[: min(free[script["from"]], 1)]:
            free[script["from"]] -= 1
            left.remove(found)
            if spot := _spot(carrying, found):
                thing = Carried(HAZARD, spot, script["from"], found.id)
                carrying.carry(thing, script["steps"], found.step.recorded_at.date() + timedelta(days=1))


def _open_cases(carrying: Carrying, found: list[_Found], villages: list[str]) -> None:
    """Each at a place of its own, the grave ones where much has to be kept in order; those hazards belong to it that were found there before."""
    at: dict[str, list[_Found]] = defaultdict(list)
    for one in found:
        at[one.place["key"]].append(one)
    spots = _lasting(carrying, villages)
    carrying.rng.shuffle(spots)
    spots.sort(key=lambda spot: (not spot.marks, spot.key not in at))
    for cycle in CASES:
        for script in scripts()[cycle]:
            first = carrying.until + timedelta(days=script["start"])
            if spots:
                spot = spots.pop(0 if cycle == CASES[0] else -1)
                hazards = [one.id for one in at.get(spot.key, ()) if one.step.recorded_at < clock(first, 0)] if cycle == CASES[0] else []
                carrying.carry(Carried(cycle, spot), script["steps"], first, hazards=hazards)


def _lasting(carrying: Carrying, villages: list[str]) -> list[Spot]:
    """Premises in use all the time in which something happens here."""
    first, last = (
        {spot.key: spot for village in villages for spot in carrying.places.premises(village, moment, below=True)}
        for moment in (clock(carrying.until - _LONGEST, 0), clock(carrying.until, 0))
    )
    return [spot for key, spot in first.items() if key in last]


def _hazards(chronicle: Chronicle) -> Iterator[_Found]:
    """Every hazard at premises that was not wrongly entered."""
    withdrawn = {step.payload["inspection"] for step in chronicle.steps if step.kind == "inspection.withdrawn"}
    for step in chronicle.steps:
        if step.kind in ("inspection.made", "hazard.found") and str(step.id) not in withdrawn and step.payload["place"]["type"] == PREMISES:
            for finding in step.payload["findings"] if "findings" in step.payload else [step.payload["finding"]]:
                yield _Found(finding["id"], finding["action"], step.payload["place"], step)


def _untouched(chronicle: Chronicle, found: list[_Found]) -> list[_Found]:
    """Those about which nothing was done since."""
    touched = {step.payload["hazard"] for step in chronicle.steps if step.kind.startswith("hazard.") and "hazard" in step.payload}
    return [one for one in found if one.action in _STANDS and one.id not in touched]


def _spot(carrying: Carrying, found: _Found) -> Spot | None:
    there = carrying.places.premises(found.step.area, found.step.occurred_at)
    return next((spot for spot in there if spot.key == found.place["key"]), None)
