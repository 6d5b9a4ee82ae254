"""Reads of premises."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from sanzhang.journal.actors import Scope, inside
from sanzhang.premises.models import Premises
from sanzhang.premises.telephone import phones_of
from sanzhang.rules.plates import read_plate


def visible_to(scope: Scope) -> QuerySet[Premises]:
    """Present places inside the scope, by area and name."""
    return Premises.objects.filter(scope.filter("area", "sector"), superseded_at__isnull=True).order_by("area", "initials", "key")


def states_of(scope: Scope, key: str) -> QuerySet[Premises]:
    """Every state of one place inside the scope, the newest first."""
    return Premises.objects.filter(scope.filter("area", "sector"), key=key).order_by("-recorded_at")


def matching(rows: QuerySet[Premises], text: str) -> QuerySet[Premises]:
    """Those of ``rows`` that somebody may mean by ``text``: a part of the name, its initials, the address, the credit code, or a plate."""
    written = text.strip()
    if not written:
        return rows
    found = Q(name__icontains=written) | Q(address__icontains=written) | Q(initials__contains="".join(written.lower().split()))
    found |= Q(code__startswith=written.upper())
    plate = read_plate(written)
    return rows.filter(found | Q(plate=plate) if plate else found)


def marked(rows: QuerySet[Premises], mark: str) -> QuerySet[Premises]:
    """Those of ``rows`` that carry ``mark``."""
    # As text, since not every database can look into a list.
    return rows.annotate(marks_text=Cast("marks", TextField())).filter(marks_text__contains=f'"{mark}"')


def by_keys(scope: Scope, keys: Collection[str]) -> dict[str, Premises]:
    """Present places inside the scope by key."""
    return {place.key: place for place in visible_to(scope).filter(key__in=keys)}


def planned(area: str, keys: Collection[str]) -> dict[str, Premises]:
    """Present places of ``area`` by key, for those who see the plan that names them: a department that is invited sees places of other sectors too."""
    return {place.key: place for place in Premises.objects.filter(inside("area", area), key__in=keys, superseded_at__isnull=True)}


def for_phone(scope: Scope, keys: Collection[str] | None = None) -> list[dict[str, Any]]:
    """Present places inside the scope as the phone takes them; with ``keys``, those of them that there are.

    ``last_inspected`` is left empty: who knows the inspections fills it in.
    """
    rows = visible_to(scope)
    places = list(rows if keys is None else rows.filter(key__in=keys))
    return [_told(place, phone) for place, phone in zip(places, phones_of(places), strict=True)]


def position_of(place: Premises) -> dict[str, float] | None:
    """Where the place is, as payloads say it."""
    if place.lat is None or place.lon is None:
        return None
    return {"lat": place.lat, "lon": place.lon, "accuracy": place.accuracy or 0}


def _told(place: Premises, phone: str) -> dict[str, Any]:
    same = (
        "key", "area", "kind", "marks", "name", "code", "address", "responsible", "storeys", "floor_area", "occupancy", "sector",
        "notes", "initials", "closed", "conflict", "plate",
    )  # fmt: skip
    told = {name: getattr(place, name) for name in same}
    return told | {"position": position_of(place), "phone": phone, "last_inspected": "", "entry": str(place.entry)}
