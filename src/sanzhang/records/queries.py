"""Reads of records."""

from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from sanzhang.journal.actors import Scope
from sanzhang.journal.queries import not_withdrawn
from sanzhang.records.models import Exemption, Record, RecordArea
from sanzhang.rules import facts

COUNTY_DIGITS = 6


def visible_to(scope: Scope) -> QuerySet[Record]:
    """Records of which at least one area lies inside the scope, the newest first."""
    whole = tuple(place for place in scope.places if len(place.area) <= COUNTY_DIGITS and not place.sector)
    if whole:
        # Whoever sees a whole county need not be looked up area by area.
        return Record.objects.filter(Scope(whole).filter("county")).order_by("-occurred_on", "-id")
    seen = RecordArea.objects.filter(scope.filter("area", "sector"), record=OuterRef("pk"))
    return Record.objects.filter(Exists(seen)).order_by("-occurred_on", "-id")


def record_facts(
    county: str, known_at: datetime | None, until: date, since: date | None = None, lasting: frozenset[str] = frozenset()
) -> tuple[facts.Record, ...]:
    """Records up to the day ``until`` as the rules take them: those that stand, or that stood at ``known_at``.

    With ``since``, older ones only of the ``lasting`` kinds.
    """
    stood = not_withdrawn(known_at)
    if since is not None:
        stood &= Q(occurred_on__gte=since) | Q(kind__in=lasting)
    rows = Record.objects.filter(stood, county=county, occurred_on__lte=until).values_list(
        "id",
        "kind",
        "areas",
        "occurred_on",
        "person",
        "post",
        "sector",
        "parties",
        "for_period",
        "refers_to",
        "data",
        "recorded_at",
        "withdrawn_at",
    )
    return tuple(_fact(*row) for row in rows.iterator(chunk_size=5000))


def exemption_facts(county: str, known_at: datetime | None) -> tuple[facts.Exemption, ...]:
    """Exemptions as the rules take them."""
    rows = Exemption.objects.filter(county=county)
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    return tuple(
        facts.Exemption(str(row.id), row.duty, row.area, row.period, row.reason, row.recorded_at) for row in rows.order_by("recorded_at")
    )


def _fact(
    id: Any, kind: str, areas: list[str], day: date, person: str, post: str, sector: str, parties: list[str],
    for_period: str, refers_to: str, data: dict[str, Any], recorded_at: datetime, withdrawn_at: datetime | None,
) -> facts.Record:  # fmt: skip
    return facts.Record(
        str(id), kind, tuple(areas), day, person, post, sector, frozenset(parties), for_period, refers_to, data, recorded_at, withdrawn_at
    )
