"""The parts of what a phone pulls, as plain values of the shapes in ``schemas.py``."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from sanzhang.api.caller import Caller
from sanzhang.api.v1.cycles import standing_told, words_for
from sanzhang.areas.queries import existing_on, names_for, visible_to
from sanzhang.hazards import queries as hazards
from sanzhang.households import queries as households
from sanzhang.inspections.queries import last_inspected
from sanzhang.packs.words import say
from sanzhang.people.posts import posts_of
from sanzhang.people.queries import names_of, scope_of
from sanzhang.premises import queries as premises
from sanzhang.rules.areas import LEVELS
from sanzhang.rules.plates import plate_code


def person_for(caller: Caller) -> dict[str, str]:
    """Who is signed in."""
    return {"key": caller.person, "name": names_of([caller.person]).get(caller.person, caller.account.username)}


def posts_for(caller: Caller) -> list[dict[str, Any]]:
    """His posts, with their powers."""
    names, posts = names_for([actor.area for actor in caller.actors]), posts_of(caller.county)
    return [
        {
            "id": actor.appointment, "post": actor.post, "title": say(posts[actor.post].title) if actor.post in posts else actor.post,
            "area": actor.area, "area_name": names.get(actor.area, actor.area), "sector": actor.sector, "powers": sorted(actor.powers),
        }
        for actor in caller.actors
    ]  # fmt: skip


def areas_for(caller: Caller) -> list[dict[str, Any]]:
    """The areas that exist today inside his scope."""
    rows = visible_to(caller.scope).filter(existing_on(timezone.localdate())).values_list("key", "name")
    return [{"code": code, "name": name, "level": LEVELS[len(code)], "plate": plate_code("area", code)} for code, name in rows]


def premises_for(caller: Caller, keys: Collection[str] | None = None) -> list[dict[str, Any]]:
    """Places inside his scope; with ``keys``, those of them."""
    return _inspected(caller, premises.for_phone(caller.scope, keys)) if keys is None or keys else []


def households_for(caller: Caller, keys: Collection[str] | None = None) -> list[dict[str, Any]]:
    """Households inside his scope; what is personal only where his post may open it."""
    opening = scope_of(caller.actors, "reveal.households")
    return _inspected(caller, households.for_phone(caller.scope, opening, keys)) if keys is None or keys else []


def hazards_for(caller: Caller, ids: Collection[UUID] | None = None) -> list[dict[str, Any]]:
    """Hazards inside his scope that are open, or were until a short while ago, with words for how each stands."""
    if ids is not None and not ids:
        return []
    words = words_for(caller.county)
    rows = hazards.for_phone(caller.scope, timezone.localdate(), ids)
    return [told | standing_told(words, row, row.referred_to) for row, told in rows]


def _inspected(caller: Caller, places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """With the day on which each was last inspected."""
    days: dict[str, date] = last_inspected(caller.scope, [place["key"] for place in places])
    for place in places:
        day = days.get(place["key"])
        place["last_inspected"] = day.isoformat() if day else ""
    return places
