"""Reads of hazards."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from sanzhang.cycles.lateness import is_late
from sanzhang.hazards.models import Hazard, HazardEvent
from sanzhang.hazards.states import RESULTS, Event, State
from sanzhang.journal.actors import Scope
from sanzhang.journal.queries import not_withdrawn
from sanzhang.packs import pack_for
from sanzhang.rules import facts
from sanzhang.rules.days import day_of

SHOWN_FOR = timedelta(days=30)


def visible_to(scope: Scope) -> QuerySet[Hazard]:
    """Hazards inside the scope, the newest first. A department sees those that were referred to it, whoever found them."""
    return Hazard.objects.filter(scope.filter("area", "sector") | _referred(scope)).order_by("-found_on", "-id")


def most_urgent(scope: Scope) -> QuerySet[Hazard]:
    """The same, what is late first, by the index that gives all of a county in that order. SQLite takes it whatever else is asked for, so it
    is no way to a few.
    """
    inside = scope.filter("area", "sector", "referred_to", county_field="county")
    return Hazard.objects.filter(inside).order_by("urgency", "found_on", "id")


def referred(scope: Scope) -> QuerySet[Hazard]:
    """Hazards inside the scope that a department has in hand, or answered; of a department's scope its own alone. The newest first."""
    inside = scope.filter("area", "referred_to", county_field="county")
    return Hazard.objects.filter(inside, referred_to__gt="").exclude(state=State.WITHDRAWN).order_by("-found_on", "-id")


def steps_of(hazard: Hazard) -> QuerySet[HazardEvent]:
    """Every step about ``hazard``, in the order in which they were taken."""
    return HazardEvent.objects.filter(hazard=hazard.id).order_by("occurred_at", "recorded_at", "id")


def steps_visible_to(scope: Scope) -> QuerySet[HazardEvent]:
    """Steps about hazards inside the scope, in the order in which they were taken. A department sees all that was done about what it has in hand."""
    seen = scope.filter("area", "sector")
    if in_hand := _referred(scope):
        seen |= Q(hazard__in=Hazard.objects.filter(in_hand).values("id"))
    return HazardEvent.objects.filter(seen).order_by("occurred_at", "recorded_at", "id")


def _referred(scope: Scope) -> Q:
    """The condition that a hazard was referred to a department of the scope; none where the scope is nobody's of one sector."""
    departments = Scope(tuple(place for place in scope.places if place.sector))
    return departments.filter("area", "referred_to") if departments.places else Q()


def steps_of_each(ids: Collection[UUID]) -> dict[UUID, list[HazardEvent]]:
    """Every step about each of ``ids``, in the order in which they were taken. For hazards that the caller may see anyway."""
    found: dict[UUID, list[HazardEvent]] = defaultdict(list)
    for step in HazardEvent.objects.filter(hazard__in=list(ids)).order_by("occurred_at", "recorded_at", "id"):
        found[step.hazard].append(step)
    return dict(found)


def moments_of_each(ids: Collection[UUID]) -> dict[UUID, list[Any]]:
    """The same, of each step no more than ``event``, ``occurred_at`` and ``data``: for files with very many."""
    found: dict[UUID, list[Any]] = defaultdict(list)
    steps = HazardEvent.objects.filter(hazard__in=list(ids)).order_by("occurred_at", "recorded_at", "id")
    for step in steps.values_list("hazard", "event", "occurred_at", "data", named=True):
        found[step.hazard].append(step)
    return found


def counts(scope: Scope, day: date) -> dict[str, int]:
    """How many hazards inside the scope are not corrected, how many of them are late, about how many somebody is asked to look."""
    late, left = Count("pk", filter=is_late(day)), Count("pk", filter=Q(ended=False))
    return visible_to(scope).order_by().aggregate(open=left, late=late, conflict=Count("pk", filter=Q(conflict=True)))


def in_hand_of(hazard: UUID | str) -> str:
    """The sector of the department that has ``hazard`` in hand; empty where none has. Only for choosing among a person's own posts."""
    return Hazard.objects.filter(id=hazard).values_list("referred_to", flat=True).first() or ""


def changed_by(entries: Collection[UUID]) -> list[UUID]:
    """The hazards about which one of ``entries`` says something."""
    return list(HazardEvent.objects.filter(entry__in=list(entries)).values_list("hazard", flat=True).distinct())


def for_phone(scope: Scope, today: date, ids: Collection[UUID] | None = None) -> list[tuple[Hazard, dict[str, Any]]]:
    """Hazards inside the scope, each with what the phone takes of it: those not corrected yet, and those that were a short while ago; of ``ids``,
    where given.
    """
    rows = visible_to(scope).filter(Q(ended=False) | Q(state=State.CORRECTED, found_on__gte=today - SHOWN_FOR) | Q(conflict=True))
    shown = list(rows if ids is None else rows.filter(id__in=list(ids)))
    photos: dict[UUID, list[str]] = defaultdict(list)
    for hazard, named in (
        HazardEvent.objects.filter(hazard__in=[row.id for row in shown]).order_by("occurred_at").values_list("hazard", "photos")
    ):
        photos[hazard] += named
    return [(row, _told(row, photos[row.id])) for row in shown]


def _told(row: Hazard, photos: list[str]) -> dict[str, Any]:
    same = (
        "area", "place_type", "place_key", "place_name", "item", "element", "text", "severity", "state", "ended", "action", "conflict",
        "referred_to",
    )  # fmt: skip
    return {name: getattr(row, name) for name in same} | {
        "id": str(row.id), "due": row.due.isoformat() if row.due else None, "found_on": row.found_on.isoformat(),
        "corrected_on": day_of(row.corrected_at).isoformat() if row.corrected_at else None, "photos": photos,
        "next_due": row.next_due.isoformat() if row.next_due else None, "stopped": row.stopped_on is not None, "entry": str(row.entry),
    }  # fmt: skip


def hazard_facts(
    county: str, known_at: datetime | None, until: date, since: date | None = None, lasting: frozenset[str] = frozenset()
) -> tuple[facts.Record, ...]:
    """Steps about hazards up to ``until`` as the rules take them: records of the kinds as which the county's notice counts them.

    A step answers the hazard it is about. With ``since``, older ones only of the ``lasting`` kinds.
    """
    pack = pack_for(county, settings.DEFAULT_PACK)
    kinds = {event: kind.id for event in Event if (kind := pack.evidence_from(f"hazard.{event}"))}
    stood = not_withdrawn(known_at)
    if since is not None:
        stood &= Q(occurred_on__gte=since) | Q(event__in=[event for event, kind in kinds.items() if kind in lasting])
    rows = HazardEvent.objects.filter(stood, county=county, occurred_on__lte=until, event__in=kinds).values_list(
        "id", "hazard", "event", "area", "occurred_on", "person", "post", "sector", "fixed", "recorded_at", "withdrawn_at"
    )
    referrals: dict[str, str] = {}
    return tuple(_fact(kinds, referrals, *row) for row in rows.order_by("occurred_at", "recorded_at").iterator(chunk_size=5000))


def _fact(
    kinds: dict[Event, str], referrals: dict[str, str], id: Any, hazard: Any, event: str, area: str, day: date, person: str, post: str,
    sector: str, fixed: str, recorded_at: datetime, withdrawn_at: datetime | None,
) -> facts.Record:  # fmt: skip
    """A step as a record. A finding is known by its hazard, which every other step answers; a receipt answers the referral."""
    own = str(hazard if event == Event.FOUND else id)
    answers = "" if event == Event.FOUND else referrals.get(str(hazard), "") if event == Event.RECEIPT else str(hazard)
    if event == Event.REFERRED:
        referrals[str(hazard)] = own
    data = {"fixed": fixed} if event == Event.FOUND else RESULTS.get(event, {})
    return facts.Record(
        own, kinds[Event(event)], (area,), day, person, post, sector, refers_to=answers, data=data, recorded_at=recorded_at,
        withdrawn_at=withdrawn_at,
    )  # fmt: skip
