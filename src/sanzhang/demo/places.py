"""What could be inspected, and how it stood on record when somebody came."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sanzhang.demo.steps import Payload, Step
from sanzhang.rules.areas import LENGTHS, Level
from sanzhang.rules.checklists import AREA, HOUSEHOLD
from sanzhang.rules.facts import Area

PREMISES = "premises"
_SNAPSHOT = (
    "name",
    "kind",
    "marks",
    "address",
    "code",
    "responsible",
    "position",
    "storeys",
    "floor_area",
    "occupancy",
    "sector",
    "closed",
)
_KEPT = {"premises.set", "household.set"}
_ENDED = {"premises.removed", "household.erased", "household.removed"}
_VILLAGE = LENGTHS[Level.VILLAGE]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as it stood. ``inspected_as``: what checklists are for, a kind of premises or the type itself."""

    type: str
    key: str
    area: str
    inspected_as: str
    snapshot: dict[str, Any]
    position: dict[str, Any] | None = None
    marks: tuple[str, ...] = ()
    vulnerable: bool = False

    @property
    def seen(self) -> Payload:
        """The place as an inspection names it."""
        return {"type": self.type, "key": self.key, "snapshot": self.snapshot}

    @property
    def name(self) -> str:
        """What it is called; a household by its number."""
        return str(self.snapshot.get("name") or self.snapshot.get("number"))


@dataclass(slots=True)
class _Kept:
    states: list[Step] = field(default_factory=list)
    ended: datetime | None = None


class Places:
    """Everything on record, by area."""

    def __init__(self, steps: Iterable[Step], areas: tuple[Area, ...]) -> None:
        self._names = {area.code: area.name for area in areas}
        self._kept: dict[str, _Kept] = defaultdict(_Kept)
        self._inside: dict[str, list[str]] = defaultdict(list)
        for step in sorted(steps, key=lambda step: step.recorded_at):
            if step.kind in _KEPT:
                self._add(step)
            elif step.kind in _ENDED:
                self._kept[step.payload["key"]].ended = step.recorded_at

    def _add(self, step: Step) -> None:
        kept = self._kept[step.payload["key"]]
        if not kept.states:
            for area in dict.fromkeys((step.area, step.area[:_VILLAGE])):
                self._inside[area].append(step.payload["key"])
        kept.states.append(step)

    def premises(self, area: str, moment: datetime, *, below: bool = False) -> list[Spot]:
        """Premises in use there at ``moment``; ``below``: also those in grids of that village."""
        return [spot for spot in self._spots(area, moment, below) if spot.type == PREMISES and not spot.snapshot["closed"]]

    def households(self, area: str, moment: datetime) -> list[Spot]:
        """Households on record there at ``moment``."""
        return [spot for spot in self._spots(area, moment, True) if spot.type == HOUSEHOLD]

    def whole(self, area: str, moment: datetime) -> Spot:
        """The area itself as a place."""
        near = [spot.position for spot in self._spots(area[:_VILLAGE], moment, True) if spot.position]
        return Spot(AREA, area, area, AREA, {"name": self._names[area]}, next(iter(near), None))

    def _spots(self, area: str, moment: datetime, below: bool) -> Iterator[Spot]:
        for key in self._inside.get(area, ()):
            kept = self._kept[key]
            state = next((step for step in reversed(kept.states) if step.recorded_at < moment), None)
            if state and (kept.ended is None or moment < kept.ended) and (below or state.area == area):
                yield _spot(state)


def _spot(state: Step) -> Spot:
    said = state.payload
    if state.kind == "household.set":
        shown = {"number": said["number"], "vulnerable": said["vulnerable"]}
        return Spot(HOUSEHOLD, said["key"], state.area, HOUSEHOLD, shown, vulnerable=said["vulnerable"])
    shown = {name: said[name] for name in _SNAPSHOT}
    return Spot(PREMISES, said["key"], state.area, said["kind"], shown, said["position"], tuple(said["marks"]))
