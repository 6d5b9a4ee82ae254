"""Reads of households."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from sanzhang.households.models import Household
from sanzhang.households.personal import Personal, personal_of_each
from sanzhang.journal.actors import Scope


def visible_to(scope: Scope) -> QuerySet[Household]:
    """Present households inside the scope, those to be erased first. A department's post sees none: no household belongs to a sector."""
    return Household.objects.filter(_whole(scope).filter("area"), superseded_at__isnull=True).order_by("keep_until", "area", "number")


def erased(scope: Scope) -> QuerySet[Household]:
    """The last state of each household inside the scope whose data were erased."""
    return Household.objects.filter(_whole(scope).filter("area"), erased=True).order_by("-superseded_at")


def states_of(scope: Scope, key: str) -> QuerySet[Household]:
    """Every state of one household inside the scope, the newest first."""
    return Household.objects.filter(_whole(scope).filter("area"), key=key).order_by("-recorded_at")


def to_be_erased(day: date) -> Q:
    """The condition that the data are kept longer than they may be."""
    return Q(keep_until__lt=day)


def for_phone(scope: Scope, opening: Scope, keys: Collection[str] | None = None) -> list[dict[str, Any]]:
    """Present households inside ``scope`` as the phone takes them; with ``keys``, those of them that there are.

    What is personal goes with those inside ``opening``, where the person holds ``reveal.households``. ``last_inspected`` is left empty.
    """
    rows = visible_to(scope)
    households = list(rows if keys is None else rows.filter(key__in=keys))
    readable = [household for household in households if opening.covers(household.area)]
    opened = {household.key: personal for household, personal in zip(readable, personal_of_each(readable), strict=True)}
    return [_told(household, opened.get(household.key)) for household in households]


def _told(household: Household, personal: Personal | None) -> dict[str, Any]:
    same = ("key", "area", "number", "vulnerable", "purpose", "conflict", "plate")
    told = {name: getattr(household, name) for name in same}
    return told | {
        "keep_until": household.keep_until.isoformat(),
        "personal": personal.model_dump(mode="json") if personal else None,
        "last_inspected": "",
        "entry": str(household.entry),
    }


def _whole(scope: Scope) -> Scope:
    return Scope(tuple(place for place in scope.places if not place.sector))
