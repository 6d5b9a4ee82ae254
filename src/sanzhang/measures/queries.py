"""Reads of decisions."""

from datetime import date, datetime

from django.db.models import QuerySet

from sanzhang.journal.actors import Scope
from sanzhang.measures.models import Decision
from sanzhang.rules import facts


def visible_to(scope: Scope) -> QuerySet[Decision]:
    """Decisions that concern areas inside the scope, the newest first."""
    return Decision.objects.filter(scope.filter("area")).order_by("-recorded_at")


def decision_facts(county: str, known_at: datetime | None, until: date) -> tuple[facts.Record, ...]:
    """Decisions as the rules take them: records of the kind ``measure_decided``."""
    rows = Decision.objects.filter(county=county, decided_on__lte=until)
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    return tuple(
        facts.Record(
            str(row.id),
            "measure_decided",
            (row.area,),
            row.decided_on,
            row.person,
            row.post,
            data={"proposal": row.proposal, "measure": row.measure, "outcome": row.outcome},
            recorded_at=row.recorded_at,
        )
        for row in rows.order_by("recorded_at")
    )
