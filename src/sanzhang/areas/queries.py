"""Reads of areas."""

from datetime import date, datetime

from django.db.models import Q, QuerySet

from sanzhang.areas.models import Area
from sanzhang.journal.actors import Scope
from sanzhang.rules import facts
from sanzhang.rules.areas import LENGTHS, Level, named


def visible_to(scope: Scope) -> QuerySet[Area]:
    """Present areas inside the scope."""
    return Area.objects.filter(scope.filter("key"), superseded_at__isnull=True).order_by("key")


def name_of(code: str) -> str:
    """What an area is called now; a grid by its village too."""
    return named(code, names_for([code, code[: LENGTHS[Level.VILLAGE]]]))


def names(county: str) -> dict[str, str]:
    """Names of all areas of a county by code, the present one where there were several."""
    return dict(Area.objects.filter(county=county).order_by("key", "recorded_at").values_list("key", "name"))


def area_facts(county: str, known_at: datetime | None) -> tuple[facts.Area, ...]:
    """Areas as the rules take them: the present states, or those known at ``known_at``."""
    rows = Area.objects.filter(standing_at(known_at), county=county).order_by("key")
    fields = rows.values_list("key", "name", "area_kind", "valid_from", "valid_to", "merged_into", "recorded_at", "superseded_at")
    return tuple(facts.Area(*row) for row in fields)


def standing_at(known_at: datetime | None) -> Q:
    """The condition for the states of a register that stood at ``known_at`` (None: that stand now)."""
    if known_at is None:
        return Q(superseded_at__isnull=True)
    return Q(recorded_at__lte=known_at) & (Q(superseded_at__isnull=True) | Q(superseded_at__gt=known_at))


def names_for(codes: list[str]) -> dict[str, str]:
    """Present names of the areas with ``codes``."""
    return dict(Area.objects.filter(key__in=codes, superseded_at__isnull=True).values_list("key", "name"))


def states_of(scope: Scope, code: str) -> QuerySet[Area]:
    """Every state of one area inside the scope, the newest first."""
    return Area.objects.filter(scope.filter("key"), key=code).order_by("-recorded_at")


def existing_on(day: date) -> Q:
    """The condition that an area exists on ``day``."""
    return (Q(valid_from__isnull=True) | Q(valid_from__lte=day)) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))
