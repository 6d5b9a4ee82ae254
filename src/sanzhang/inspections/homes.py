"""At somebody's home: no position is kept. In clear it would be that of the home, and stay when the household's key is destroyed."""

from typing import Any
from uuid import UUID

from django.db.models import Model

from sanzhang.rules.checklists import HOUSEHOLD

PRIVATE = "private"  # why there is no position


def protect(payload: dict[str, Any], entry: UUID) -> dict[str, Any]:
    """``payload``, of a kind that names its place, as the journal may keep it. A position that was sent is no error: it is left out."""
    place = payload.get("place")
    at_home = isinstance(place, dict) and place.get("type") == HOUSEHOLD
    kept: dict[str, Any] = without_positions(payload) if at_home else payload
    return kept


def protect_step(model: type[Model], name: str, payload: dict[str, Any], entry: UUID) -> dict[str, Any]:
    """The same for a kind that names, as ``name``, a thing of ``model`` that lies at a place. What has not arrived may be in a home."""
    try:
        thing = UUID(str(payload.get(name)))
    except ValueError:  # refused when it is read
        return payload
    known_elsewhere = model._default_manager.filter(id=thing).exclude(place_type=HOUSEHOLD).exists()
    kept: dict[str, Any] = payload if known_elsewhere else without_positions(payload)
    return kept


def without_positions(part: Any) -> Any:
    """``part`` of a payload with the reason in the place of every position, its own and those of its photos."""
    if isinstance(part, list | tuple):
        return [without_positions(one) for one in part]
    if not isinstance(part, dict):
        return part
    kept = {name: without_positions(value) for name, value in part.items()}
    return kept | {"position": None, "no_position": PRIVATE} if isinstance(part.get("position"), dict) else kept
