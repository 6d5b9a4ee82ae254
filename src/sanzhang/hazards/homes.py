"""A step about a hazard in somebody's home: as at an inspection there, no photo says where it was taken."""

from typing import Any
from uuid import UUID

from sanzhang.hazards.models import Hazard
from sanzhang.inspections.homes import without_positions
from sanzhang.rules.checklists import HOUSEHOLD


def protect(payload: dict[str, Any], entry: UUID) -> dict[str, Any]:
    """``payload``, of a kind that names its hazard, as the journal may keep it. A hazard that has not arrived may be one in a home."""
    try:
        hazard = UUID(str(payload.get("hazard")))
    except ValueError:  # refused when it is read
        return payload
    known_elsewhere = Hazard.objects.filter(id=hazard).exclude(place_type=HOUSEHOLD).exists()
    kept: dict[str, Any] = payload if known_elsewhere else without_positions(payload)
    return kept
