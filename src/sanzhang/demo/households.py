"""Invented households with vulnerable people: a few in every village; some kept longer than they may be, some erased."""

import random
from datetime import date, timedelta
from typing import Any

from sanzhang.demo.chronicle import Chronicle
from sanzhang.demo.directory import Directory
from sanzhang.demo.ids import clock
from sanzhang.demo.people import invented_name
from sanzhang.demo.points import Points
from sanzhang.demo.premises import lasting_villages, places, registrar
from sanzhang.demo.steps import Payload
from sanzhang.packs import household_categories
from sanzhang.rules.areas import Level
from sanzhang.rules.facts import Area

MANAGE = "manage.households"
_HOMES = (2, 4)
_TOO_LONG, _ERASED, _NOT_VULNERABLE = 0.07, 3, 0.1


def write_households(
    chronicle: Chronicle, directory: Directory, areas: tuple[Area, ...], rng: random.Random, since: date, until: date
) -> None:
    """Register households in every village that lasts, and erase a few. ``since``: when registering began."""
    points, grids, registered = Points(rng), [area.code for area in areas if area.level is Level.GRID and area.valid_to is None], []
    for village in lasting_villages(areas):
        if village.kind == "virtual":
            continue
        inside = [code for code in grids if code.startswith(village.code)] or [village.code]
        began = max(since, village.valid_from or since)
        for number in range(1, rng.randint(*_HOMES) + 1):
            day, area = began + timedelta(days=rng.randint(5, 90)), rng.choice(inside)
            if day < until:
                by, state = registrar(directory, MANAGE, area, day), _state(chronicle, village, number, day, until, points, rng)
                registered.append(chronicle.add("household.set", area, by, clock(day, rng.uniform(9, 18) * 3600), state))
    for step in rng.sample(registered, min(_ERASED, len(registered) // 10)):
        day = until - timedelta(days=rng.randint(2, 20))
        if day > step.occurred_at.date():
            said = {"key": step.payload["key"], "reason": rng.choice(places()["households"]["reasons"])}
            chronicle.add("household.erased", step.area, registrar(directory, MANAGE, step.area, day), clock(day, 3600 * 11), said)


def _state(chronicle: Chronicle, village: Area, number: int, day: date, until: date, points: Points, rng: random.Random) -> Payload:
    known = household_categories()
    # Most are kept for some time yet; a few should have been erased already.
    left = -rng.randint(3, 60) if rng.random() < _TOO_LONG else rng.randint(60, 900)
    return {
        "key": str(chronicle.ids.at(clock(day, 3600 * 7))),
        "number": f"{number:03d}",
        "vulnerable": rng.random() >= _NOT_VULNERABLE,
        "purpose": known.purpose.zh,
        "keep_until": max(day, min(until + timedelta(days=left), day + timedelta(days=3600))).isoformat(),
        "personal": _personal(village, [category.id for category in known.categories], points, rng),
        "base": "",
    }


def _personal(village: Area, categories: list[str], points: Points, rng: random.Random) -> dict[str, Any]:
    said = places()["households"]
    return {
        "name": invented_name(rng, 0.5),
        "phone": f"1008{rng.randint(0, 9_999_999):07d}",
        "address": f"{village.name} {rng.randint(1, 90)} 号院（演示）",
        "people": rng.randint(1, 5),
        "categories": sorted(rng.sample(categories, rng.choice((1, 1, 1, 2)))),
        "contact": f"{rng.choice(said['contacts'])} 1008{rng.randint(0, 9_999_999):07d}",
        "notes": rng.choice(said["notes"]),
        "position": points.near(village.code),
    }
