"""Reads of cases."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from sanzhang.cases.models import Case, CaseStep
from sanzhang.cases.states import COUNTED, DETERMINED, JUDGED, LISTING as LISTING, REOPENED
from sanzhang.journal.actors import Scope
from sanzhang.packs import pack_for
from sanzhang.rules import facts


def visible_to(scope: Scope) -> QuerySet[Case]:
    """Cases inside the scope, the newest first. A department sees those that it supervises."""
    return Case.objects.filter(scope.filter("area", "department")).order_by("-opened_on", "-id")


def steps_of(case: Case) -> QuerySet[CaseStep]:
    """Every step in ``case``, in the order in which they were taken."""
    return CaseStep.objects.filter(case=case.id).order_by("occurred_at", "recorded_at", "id")


def unjudged_since(taken: Sequence[CaseStep]) -> date | None:
    """The day on which the premises were reopened, where they were not judged since. ``taken``: every step, in order."""
    last = next((step for step in reversed(taken) if step.event in (JUDGED, REOPENED)), None)
    return last.occurred_on if last and last.event == REOPENED else None


def steps_visible_to(scope: Scope) -> QuerySet[CaseStep]:
    """Steps in cases inside the scope, in the order in which they were taken."""
    return CaseStep.objects.filter(case__in=visible_to(scope).order_by().values("id")).order_by("occurred_at", "recorded_at", "id")


def steps_of_each(ids: Collection[UUID]) -> dict[UUID, list[CaseStep]]:
    """Every step in each of ``ids``, in the order in which they were taken. For cases that the caller may see anyway."""
    found: dict[UUID, list[CaseStep]] = {id: [] for id in ids}
    for step in CaseStep.objects.filter(case__in=list(ids)).order_by("occurred_at", "recorded_at", "id"):
        found[step.case].append(step)
    return found


def of_place(scope: Scope, place_key: str) -> QuerySet[Case]:
    """Cases about one place, inside the scope."""
    return visible_to(scope).filter(place_key=place_key)


def listed_places(scope: Scope) -> set[str]:
    """Keys of the places that are on the government's list now, or on their way to it."""
    return set(visible_to(scope).filter(cycle=LISTING, ended=False).order_by().values_list("place_key", flat=True))


def in_listings(scope: Scope) -> set[UUID]:
    """The hazards that belong to a major hazard which is going on."""
    rows = visible_to(scope).filter(cycle=LISTING, ended=False).order_by().values_list("hazards", flat=True)
    return {UUID(hazard) for hazards in rows for hazard in hazards}


def counts_by_state(scope: Scope, cycle: str) -> dict[str, int]:
    """How many cases of that life cycle inside the scope stand in each state."""
    return dict(visible_to(scope).filter(cycle=cycle).order_by().values_list("state").annotate(Count("pk")))


def case_facts(
    county: str, known_at: datetime | None, until: date, since: date | None = None, lasting: frozenset[str] = frozenset()
) -> tuple[facts.Record, ...]:
    """Steps of listings up to ``until`` as the rules take them: records of the kinds as which the county's notice counts them.

    Reporting and listing answer the last determination before them: after a pause a place is judged anew. With ``since``, older ones only of the
    ``lasting`` kinds.
    """
    pack = pack_for(county, settings.DEFAULT_PACK)
    kinds = {event: kind.id for event in COUNTED if (kind := pack.evidence_from(f"{LISTING}.{event}"))}
    stood = Q() if known_at is None else Q(recorded_at__lte=known_at)
    if since is not None:
        stood &= Q(occurred_on__gte=since) | Q(event__in=[event for event, kind in kinds.items() if kind in lasting])
    rows = CaseStep.objects.filter(stood, county=county, cycle=LISTING, occurred_on__lte=until, event__in=kinds)
    determined: dict[UUID, str] = {}
    return tuple(_fact(kinds[row.event], determined, row) for row in rows.order_by("occurred_at", "recorded_at").iterator(chunk_size=5000))


def _fact(kind: str, determined: dict[UUID, str], row: CaseStep) -> facts.Record:
    answers = "" if row.event == DETERMINED else determined.get(row.case, "")
    if row.event == DETERMINED:
        determined[row.case] = str(row.id)
    data: dict[str, Any] = {"correct_by": row.data["due"]} if "due" in row.data else {}
    return facts.Record(
        str(row.id), kind, (row.area,), row.occurred_on, row.person, row.post, row.sector, refers_to=answers, data=data,
        recorded_at=row.recorded_at,
    )  # fmt: skip
