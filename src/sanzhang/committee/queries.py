"""Reads of committees and of decided parameters."""

from datetime import datetime

from django.db.models import QuerySet

from sanzhang.committee.models import Committee, ParameterDecision
from sanzhang.journal.actors import Scope
from sanzhang.rules import facts
from sanzhang.rules.periods import Cadence


def visible_to(scope: Scope) -> QuerySet[Committee]:
    """Present committees inside the scope."""
    return Committee.objects.filter(scope.filter("key"), superseded_at__isnull=True).order_by("key")


def decisions(county: str) -> QuerySet[ParameterDecision]:
    """Every decision on a parameter in a county, the latest first."""
    return ParameterDecision.objects.filter(county=county).order_by("-valid_from", "-recorded_at")


def decision_facts(county: str, known_at: datetime | None) -> tuple[facts.ParameterDecision, ...]:
    """Decisions as the rules take them, in the order in which they were recorded."""
    rows = ParameterDecision.objects.filter(county=county)
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    return tuple(
        facts.ParameterDecision(str(row.id), row.parameter, _value(row.value), row.valid_from, row.basis, row.recorded_at)
        for row in rows.order_by("recorded_at", "id")
    )


def _value(text: str) -> int | Cadence:
    return int(text) if text.lstrip("-").isdigit() else Cadence(text)
