"""A state that is on record, as the entry that would set it."""

from typing import Any

from sanzhang.premises.entries.set_premises import PremisesSet
from sanzhang.premises.models import Premises
from sanzhang.premises.queries import position_of


def restated(place: Premises, **changes: Any) -> PremisesSet:
    """The state of ``place`` with ``changes``, made from just this state."""
    same = (
        "key", "kind", "marks", "name", "code", "address", "responsible", "sealed", "storeys", "floor_area", "occupancy", "sector", "notes",
        "closed",
    )  # fmt: skip
    state = {name: getattr(place, name) for name in same} | {"position": position_of(place), "base": str(place.entry)}
    return PremisesSet.model_validate(state | changes)
