"""Who acts, with which powers, where; and what he may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q

from sanzhang.rules.areas import county_of, covers

SYSTEM = "system"
EVERYWHERE = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in the post in which he acts now. ``appointment`` is the id under which he holds it."""

    person: str
    post: str
    area: str
    sector: str = ""
    powers: frozenset[str] = frozenset()
    appointment: str = ""

    def may(self, power: str, area: str) -> bool:
        """Whether the post carries ``power`` over ``area``."""
        return (power in self.powers or self.post == SYSTEM) and covers(self.area, area)

    def may_take_back(self, person: str, post_area: str) -> bool:
        """Whether what ``person`` did in a post of ``post_area`` is his own, or that of somebody below him."""
        return person == self.person or len(self.area) < len(post_area)


def narrowest(actors: Sequence[Actor], area: str) -> list[Actor]:
    """Those of ``actors`` whose area covers ``area``, the narrowest first."""
    return sorted((actor for actor in actors if covers(actor.area, area)), key=lambda actor: -len(actor.area))


def system_actor() -> Actor:
    """The program itself: set-up, the demonstration, automatic entries. Named as such in every entry."""
    return Actor(person=SYSTEM, post=SYSTEM, area=EVERYWHERE)


@dataclass(frozen=True, slots=True)
class Place:
    """One part of a scope: an area with everything below it, in one sector or (empty) in all of them."""

    area: str
    sector: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a user may see: the union of the places of his posts. Empty: nothing."""

    places: tuple[Place, ...] = ()
    on: date | None = None

    def covers(self, area: str, sector: str = "") -> bool:
        """Whether something in ``area`` (and ``sector``) may be seen."""
        return any(covers(place.area, area) and place.sector in ("", sector) for place in self.places)

    def filter(self, area_field: str, *sector_fields: str, county_field: str = "") -> Q:
        """The condition that keeps a query inside the scope: in the area and, for a place of one sector, with that in one of ``sector_fields``.

        With ``county_field``, a scope inside one county names that county too, so that an index which begins with it gives the rows in order.
        """
        counties = {county_of(place.area) for place in self.places}
        if county_field and len(counties) == 1 and (county := counties.pop()):
            whole = Place(county) in self.places
            return Q(**{county_field: county}) & (Q() if whole else self.filter(area_field, *sector_fields))
        conditions = []
        for place in self.places:
            condition = inside(area_field, place.area)
            if place.sector and sector_fields:
                condition &= reduce(or_, (Q(**{field: place.sector}) for field in sector_fields))
            conditions.append(condition)
        return reduce(or_, conditions) if conditions else Q(pk__in=[])


def inside(field: str, area: str) -> Q:
    """The condition that ``field`` holds ``area`` or an area below it.

    A range instead of LIKE: an ordinary index serves it on SQLite and PostgreSQL alike, whatever the collation, since codes are digits.
    """
    if not area:
        return Q()
    return Q(**{f"{field}__gte": area, f"{field}__lt": str(int(area) + 1).zfill(len(area))})
