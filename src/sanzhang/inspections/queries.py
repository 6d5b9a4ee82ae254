"""Reads of inspections."""

from datetime import date, datetime

from django.db.models import Max, Q, QuerySet

from sanzhang.inspections.models import Inspection
from sanzhang.journal.actors import Scope
from sanzhang.journal.queries import not_withdrawn
from sanzhang.rules import facts


def visible_to(scope: Scope) -> QuerySet[Inspection]:
    """Inspections inside the scope, the newest first. For some of them, found by what they are about; of all, ``newest`` is read in order."""
    return Inspection.objects.filter(scope.filter("area", "sector")).order_by("-occurred_on", "-occurred_at", "-id")


def newest(scope: Scope) -> QuerySet[Inspection]:
    """The same, by the index that gives all of a county in order. SQLite takes it whatever else is asked for, so it is no way to a few."""
    return Inspection.objects.filter(scope.filter("area", "sector", county_field="county")).order_by("-occurred_on", "-occurred_at", "-id")


def last_inspected(scope: Scope, places: list[str]) -> dict[str, date]:
    """The day on which each of ``places`` was last inspected, as far as the scope shows it."""
    seen = Inspection.objects.filter(scope.filter("area", "sector"), place_key__in=places, withdrawn_at__isnull=True)
    return dict(seen.order_by().values("place_key").annotate(last=Max("occurred_on")).values_list("place_key", "last"))


def inspection_facts(
    county: str, known_at: datetime | None, until: date, since: date | None = None, lasting: frozenset[str] = frozenset()
) -> tuple[facts.Record, ...]:
    """Inspections up to ``until`` as the rules take them: records of the kind as which they count.

    With ``since``, older ones only of the ``lasting`` kinds.
    """
    stood = not_withdrawn(known_at)
    if since is not None:
        stood &= Q(occurred_on__gte=since) | Q(evidence__in=lasting)
    rows = Inspection.objects.filter(stood, county=county, occurred_on__lte=until).values_list(
        "id", "evidence", "area", "occurred_on", "person", "post", "sector", "parties", "recorded_at", "withdrawn_at"
    )
    return tuple(
        facts.Record(
            str(id), evidence, (area,), day, person, post, sector, frozenset(parties), data={"places": 1},
            recorded_at=recorded_at, withdrawn_at=withdrawn_at,
        )
        for id, evidence, area, day, person, post, sector, parties, recorded_at, withdrawn_at in rows.iterator(chunk_size=5000)
    )  # fmt: skip
