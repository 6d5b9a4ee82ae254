"""Where a case is about to begin: a place of the registers, or an area where the place isn't registered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.http import Http404

from sanzhang.areas.queries import names_for
from sanzhang.desk.checked import AREA, HOUSEHOLD, place_name
from sanzhang.hazards.models import Hazard
from sanzhang.hazards.queries import visible_to as hazards_visible_to
from sanzhang.households.queries import visible_to as households_visible_to
from sanzhang.inspections.payloads import PlaceSeen
from sanzhang.journal.actors import Scope
from sanzhang.premises.queries import visible_to as premises_visible_to
from sanzhang.rules.areas import is_code
from sanzhang.rules.determination.editions import Unit

PREMISES = "premises"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A place that was chosen. ``kind``: of premises, where it is one. ``seen``: as an entry says it. ``sizes``: what the register knows of it."""

    name: str
    area: str
    kind: str
    seen: PlaceSeen
    sizes: Mapping[Unit, int] = field(default_factory=dict)

    @property
    def named(self) -> str:
        """As an address names it."""
        return f"{self.seen.type}:{self.seen.key}"

    @property
    def closed(self) -> bool:
        """Whether the register says that it is out of business."""
        return bool(self.seen.snapshot.get("closed"))


def chosen_place(scope: Scope, named: str) -> Chosen:
    """The place that an address names as ``type:key``, inside the scope. Raises ``Http404`` when there is none."""
    type, _colon, key = named.partition(":")
    find = FINDERS.get(type)
    found = find(scope, key) if find else None
    if found is None:
        raise Http404
    return found


def hazards_at(scope: Scope, type: str, key: str) -> list[Hazard]:
    """Hazards of a place that are not over, the newest first."""
    return list(hazards_visible_to(scope).filter(place_type=type, place_key=key, ended=False))


def _premises(scope: Scope, key: str) -> Chosen | None:
    row = premises_visible_to(scope).filter(key=key).first()
    if row is None:
        return None
    snapshot = {"name": row.name, "kind": row.kind, "address": row.address, "sector": row.sector, "closed": row.closed}
    known: dict[Unit, int | None] = {"storeys": row.storeys, "square_metres": row.floor_area}
    sizes = {unit: size for unit, size in known.items() if size}
    return Chosen(row.name, row.area, row.kind, PlaceSeen(type="premises", key=key, snapshot=snapshot), sizes)


def _household(scope: Scope, key: str) -> Chosen | None:
    row = households_visible_to(scope).filter(key=key).first()
    if row is None:
        return None
    return Chosen(
        place_name(HOUSEHOLD, row.number, ""), row.area, "", PlaceSeen(type="household", key=key, snapshot={"number": row.number})
    )


def _area(scope: Scope, key: str) -> Chosen | None:
    if not is_code(key) or not scope.covers(key):
        return None
    name = names_for([key]).get(key)
    return Chosen(name, key, "", PlaceSeen(type="area", key=key, snapshot={"name": name})) if name else None


FINDERS: dict[str, Callable[[Scope, str], Chosen | None]] = {PREMISES: _premises, HOUSEHOLD: _household, AREA: _area}
