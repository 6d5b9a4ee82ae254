"""Invented premises: about ten in every village, registered by those who work there; some closed, changed or taken off since."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

import yaml

from sanzhang.demo.chronicle import Chronicle
from sanzhang.demo.directory import Directory, author
from sanzhang.demo.divisions import DATA
from sanzhang.demo.ids import clock
from sanzhang.demo.people import invented_name
from sanzhang.demo.points import Points
from sanzhang.demo.steps import PROGRAM, Author, Payload, Step
from sanzhang.packs import premises_kinds
from sanzhang.rules.areas import Level, parent
from sanzhang.rules.credit_code import ALPHABET, check_character
from sanzhang.rules.facts import Area
from sanzhang.rules.pack import Pack

MANAGE = "manage.premises"
_PLACES, _FEW = (7, 13), (3, 6)
_IN_A_GRID, _WITH_CODE, _WITHOUT_PHONE, _WITH_SECTOR = 0.8, 0.35, 0.12, 0.85
_CLOSED, _CHANGED, _REMOVED, _IN_CONFLICT = 0.05, 0.08, 0.012, 3


@cache
def places() -> dict[str, Any]:
    """The shipped names and how often each kind is met."""
    read: dict[str, Any] = yaml.safe_load((DATA / "places.yaml").read_text("utf-8"))
    return read


def write_premises(
    chronicle: Chronicle, pack: Pack, directory: Directory, areas: tuple[Area, ...], rng: random.Random, since: date, until: date
) -> None:
    """Register the premises of every village that lasts, and let time pass over them. ``since``: when registering began."""
    inventing = _Inventing(chronicle, pack, directory, areas, rng, until)
    registered = [step for village in lasting_villages(areas) for step in inventing.register(village, since)]
    inventing.change(registered)


def lasting_villages(areas: tuple[Area, ...]) -> Iterator[Area]:
    """Villages that are not merged into another in the end."""
    return (area for area in areas if area.level is Level.VILLAGE and area.valid_to is None)


def registrar(directory: Directory, power: str, area: str, day: date) -> Author:
    """Who registers something there: the one with ``power`` who is nearest; the program where nobody is in post."""
    nearest = max((held for held in directory.authors(power, area, day) if not held.sector), key=lambda held: len(held.area), default=None)
    return author(nearest) if nearest else PROGRAM


class _Inventing:
    def __init__(
        self, chronicle: Chronicle, pack: Pack, directory: Directory, areas: tuple[Area, ...], rng: random.Random, until: date
    ) -> None:
        self.chronicle, self.directory, self.rng, self.until = chronicle, directory, rng, until
        self.points = Points(rng)
        sectors = {sector.id for sector in pack.sectors}
        self.sectors = {kind.id: kind.sector if kind.sector in sectors else None for kind in premises_kinds().kinds}
        self.grids: dict[str, list[str]] = {}
        for area in areas:
            if area.level is Level.GRID and area.valid_to is None:
                self.grids.setdefault(parent(area.code), []).append(area.code)
        self.count = 0

    def register(self, village: Area, since: date) -> Iterator[Step]:
        """The places of a village, in the weeks after registering began there."""
        began, names = max(since, village.valid_from or since), set[str]()
        for _number in range(self.rng.randint(*(_FEW if village.kind == "virtual" else _PLACES))):
            day = began + timedelta(days=self.rng.randint(3, 60))
            grids = self.grids.get(village.code, [])
            area = self.rng.choice(grids) if grids and self.rng.random() < _IN_A_GRID else village.code
            state = self._state(village, day)
            if day < self.until and state["name"] not in names:
                names.add(state["name"])
                by = registrar(self.directory, MANAGE, area, day)
                yield self.chronicle.add("premises.set", area, by, self._moment(day), state)

    def change(self, registered: list[Step]) -> None:
        """What became of some: closed, changed, taken off; a few changed by two people from the same state."""
        some = self.rng.sample(registered, int(len(registered) * (_CLOSED + _CHANGED + _REMOVED)))
        closed, removed = int(len(registered) * _CLOSED), int(len(registered) * _REMOVED)
        for number, step in enumerate(some):
            day = self._later(step)
            if day >= self.until:
                continue
            if number < closed:
                self._again(step, day, closed=True)
            elif number < closed + removed:
                by = registrar(self.directory, MANAGE, step.area, day)
                said = {"key": step.payload["key"], "reason": self.rng.choice(places()["removals"])}
                self.chronicle.add("premises.removed", step.area, by, self._moment(day), said)
            else:
                self._again(step, day, responsible=self._name())
                if number >= len(some) - _IN_CONFLICT:
                    self._again(step, day, occupancy=self.rng.randint(5, 60))

    def _again(self, step: Step, day: date, **changes: Any) -> None:
        state = step.payload | changes | {"base": str(step.id)}
        self.chronicle.add("premises.set", step.area, registrar(self.directory, MANAGE, step.area, day), self._moment(day), state)

    def _later(self, step: Step) -> date:
        return step.occurred_at.date() + timedelta(days=self.rng.randint(90, 700))

    def _state(self, village: Area, day: date) -> Payload:
        known, town = places(), village.kind in ("community", "virtual")
        kind = self.rng.choices(list(known["kinds"]), [each["community" if town else "elsewhere"] for each in known["kinds"].values()])[0]
        storeys, floor_area, occupancy = (self.rng.randint(*rooms) for rooms in known["kinds"][kind]["rooms"])
        name = self.rng.choice(known["kinds"][kind]["names"]).format(word=self.rng.choice(known["words"])) + known["suffix"]
        self.count += 1
        return {
            "key": str(self.chronicle.ids.at(clock(day, 3600 * 7))),
            "kind": kind,
            "marks": [mark for mark, drawn in known["marks"].items() if kind in drawn["kinds"] and self.rng.random() < drawn["share"]],
            "name": name,
            "code": self._code() if self.rng.random() < _WITH_CODE else "",
            "address": f"{village.name} {self.count % 90 + 1} 号" if self.rng.random() < _WITH_SECTOR else "",
            "position": self.points.near(village.code),
            "responsible": self._name(),
            "phone": "" if self.rng.random() < _WITHOUT_PHONE else f"1009{self.count:07d}",
            "storeys": storeys,
            "floor_area": floor_area,
            "occupancy": occupancy,
            "sector": (self.sectors[kind] or "") if self.rng.random() < _WITH_SECTOR else "",
            "notes": self.rng.choice(known["notes"]),
            "closed": False,
            "base": "",
        }

    def _name(self) -> str:
        return invented_name(self.rng, 0.4)

    def _code(self) -> str:
        """A credit code with a good check character, of a division that does not exist."""
        first = "92" + "000000" + "".join(self.rng.choice(ALPHABET) for _place in range(9))
        return first + check_character(first)

    def _moment(self, day: date) -> Any:
        return clock(day, self.rng.uniform(8.5, 18) * 3600)
