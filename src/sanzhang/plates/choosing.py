"""What is to be printed, out of the registers. Of a household its number and nothing else: a plate hangs where everybody reads it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sanzhang.areas.models import Area
from sanzhang.areas.queries import existing_on, names_for, visible_to as areas_visible_to
from sanzhang.households.models import Household
from sanzhang.journal.actors import Scope
from sanzhang.people.posts import posts_of
from sanzhang.people.queries import appointments_visible_to, on
from sanzhang.plates.sheets import Board, Plate
from sanzhang.premises.models import Premises
from sanzhang.rules.areas import LENGTHS, Level, named, parent
from sanzhang.rules.pack.model import Post, Text
from sanzhang.rules.plates import plate_code

Say = Callable[[Text], str]


def premises_plates(places: Iterable[Premises], kinds: dict[str, str]) -> list[Plate]:
    """Plates for places, by area. ``kinds``: what kinds of premises are called."""
    found = sorted(places, key=lambda place: (place.area, place.initials, place.key))
    codes = [place.area for place in found]
    near, whole = _areas(codes, Level.VILLAGE), _areas(codes, Level.TOWN)
    return [
        Plate(_("消防检查"), place.name, tuple(filter(None, (kinds.get(place.kind), near[place.area]))), place.plate, whole[place.area])
        for place in found
    ]


def household_plates(households: Iterable[Household]) -> list[Plate]:
    """Plates for households, by area: a number, under words that say nothing about who lives there."""
    found = sorted(households, key=lambda household: (household.area, household.number))
    areas = _areas([household.area for household in found], Level.TOWN)
    return [Plate(_("消防走访"), household.number, (), household.plate, areas[household.area]) for household in found]


def boards(scope: Scope, county: str, level: Level, below: str, say: Say) -> list[Board]:
    """A board for each area of ``level`` inside the scope and inside ``below``: who answers for it today, an empty name where nobody does."""
    areas = areas_of(scope, level, below)
    posts = answering(county, level)
    holders: dict[tuple[str, str], list[str]] = defaultdict(list)
    held = appointments_visible_to(scope).filter(on(timezone.localdate()), post__in=[post.id for post in posts])
    rows: Iterable[Any] = held.filter(area__in=[area.key for area in areas])
    for row in rows:
        holders[row.area, row.post].append(row.name or "")
    above = _areas([parent(area.key) for area in areas], Level.COUNTY)
    return [
        Board(
            area.name,
            above[parent(area.key)],
            plate_code("area", area.key),
            tuple((say(post.title), _("、").join(holders[area.key, post.id])) for post in posts),
        )
        for area in areas
    ]


def areas_of(scope: Scope, level: Level, below: str) -> list[Area]:
    """The areas of ``level`` that exist today, inside the scope and inside ``below`` (everything when empty)."""
    found = areas_visible_to(scope).filter(existing_on(timezone.localdate()))
    return [area for area in found if len(area.key) == LENGTHS[level] and area.key.startswith(below)]


def answering(county: str, level: Level) -> list[Post]:
    """The posts whose one holder answers for an area of that level."""
    return [post for post in posts_of(county).values() if post.level == level and post.single and not post.per_sector]


def _areas(codes: list[str], top: Level) -> dict[str, str]:
    """Areas in words, each after those it lies in, from ``top`` down."""
    names = names_for(list({code[:length] for code in codes for length in LENGTHS.values() if LENGTHS[top] <= length <= len(code)}))
    return {code: named(code, names, top) for code in codes}
