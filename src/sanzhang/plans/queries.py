"""Reads of plans. How far one is, is computed from the inspections whenever somebody looks."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import CharField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from sanzhang.inspections.models import Inspection
from sanzhang.journal.actors import Scope, inside
from sanzhang.packs import pack_for
from sanzhang.plans.choices import PlanKind
from sanzhang.plans.models import Plan, PlanInspector, PlanPlace
from sanzhang.premises.models import Premises
from sanzhang.rules.areas import covers
from sanzhang.rules.plans import Inspected, PlaceStanding, PlannedPlace, Progress, Terms, place_standings


def visible_to(scope: Scope) -> QuerySet[Plan]:
    """Plans inside the scope, those that end last first. A department sees those to which it is invited, whatever the places' sector."""
    # As text, since not every database can look into a list.
    rows = Plan.objects.annotate(invited=Cast("departments", TextField()))
    return rows.filter(scope.filter("area", "sector") | _invited(scope)).order_by("-last", "-recorded_at", "id")


def invited_to(scope: Scope, plan: Plan) -> list[str]:
    """The sectors of the scope that are invited to ``plan``, by departments whose own it is not."""
    if scope.covers(plan.area, plan.sector):
        return []
    return list(dict.fromkeys(place.sector for place in scope.places if place.sector in plan.departments and covers(place.area, plan.area)))


def _invited(scope: Scope) -> Q:
    conditions = [inside("area", place.area) & Q(invited__contains=f'"{place.sector}"') for place in scope.places if place.sector]
    return reduce(or_, conditions) if conditions else Q(pk__in=[])


def standings_of(plan: Plan, day: date) -> list[PlaceStanding]:
    """Where each place of the plan stands on ``day``, in the order in which they were planned or drawn."""
    return place_standings(_terms_of(plan), _places(plan), _inspections(plan), day)


def inspections_under(plan: Plan, day: date) -> list[str]:
    """The ids of all inspections that count for the plan, also the second at one place."""
    return [one.id for standing in standings_of(plan, day) for one in standing.counted]


def progress_of(plans: Collection[Plan], day: date) -> dict[UUID, Progress]:
    """How far each of ``plans``, all of one county, is on ``day``: what the rules say of ``standings_of``, counted by the database. One query."""
    county = next((plan.county for plan in plans), "")
    places = PlanPlace.objects.filter(plan__in=[plan.id for plan in plans]).annotate(done=Exists(_counting(county)))
    late = Q(done=False, due__lt=day, plan__ended_at__isnull=True, plan__withdrawn_at__isnull=True)
    counted = places.values("plan_id").annotate(total=Count("pk"), seen=Count("pk", filter=Q(done=True)), late=Count("pk", filter=late))
    found = {row["plan_id"]: Progress(row["total"], row["seen"], row["late"]) for row in counted}
    return {plan.id: found.get(plan.id, Progress()) for plan in plans}


def still_asked(county: str, places: QuerySet[Premises], today: date, until: date) -> QuerySet[PlanPlace]:
    """Those of ``places`` that plans ask for by ``until``, or asked for before, and where nobody was whose inspection counts; by day.

    Only of plans that still run: an inspection made now must count, else nobody is sent there.
    """
    rows = PlanPlace.objects.filter(
        plan__county=county, plan__ended_at__isnull=True, plan__withdrawn_at__isnull=True, plan__until__gte=today, due__lte=until,
        place__in=places.order_by().values("key"),
    )  # fmt: skip
    waiting = rows.annotate(done=Exists(_counting(county))).filter(done=False)
    return waiting.select_related("plan").prefetch_related("inspectors").order_by("due", "plan_id", "number")


def evidence_that_counts(plan: Plan) -> frozenset[str] | None:
    """As which kinds of evidence an inspection must be recorded to count for the plan; None for any."""
    return _terms_of(plan).evidence


def _counting(county: str) -> QuerySet[Inspection]:
    """The inspections that count for the planned place around this condition, as ``rules.plans.counts`` has it."""
    rows = Inspection.objects.filter(
        place_type="premises", place_key=OuterRef("place"), withdrawn_at__isnull=True, occurred_on__gte=OuterRef("since"),
        occurred_on__lte=OuterRef("plan__until"),
    )  # fmt: skip
    dealt = PlanInspector.objects.filter(at=OuterRef(OuterRef("pk")), person=OuterRef("person"))
    return rows.annotate(plan_kind=_text(OuterRef("plan__plan_kind")), asked=_text(OuterRef("plan__checklist"))).filter(
        Q(asked="") | Q(checklist=F("asked")),
        ~Q(plan_kind=PlanKind.JOINT) | Q(evidence__in=_joint_evidence(county)),
        ~Q(plan_kind=PlanKind.DRAW) | Exists(dealt),
    )


def _text(of: OuterRef) -> "ExpressionWrapper[Any]":
    return ExpressionWrapper(of, output_field=CharField())


def _terms_of(plan: Plan) -> Terms:
    joint = _joint_evidence(plan.county) if plan.plan_kind == PlanKind.JOINT else None
    return Terms(plan.until, plan.checklist, joint, drawn=plan.plan_kind == PlanKind.DRAW, over=plan.is_over)


def _places(plan: Plan) -> list[PlannedPlace]:
    drawn: dict[str, list[str]] = defaultdict(list)
    if plan.plan_kind == PlanKind.DRAW:
        for place, person in PlanInspector.objects.filter(at__plan=plan.id).order_by("number").values_list("at__place", "person"):
            drawn[place].append(person)
    rows = PlanPlace.objects.filter(plan=plan.id).order_by("number").values_list("place", "since", "due")
    return [PlannedPlace(place, since, due, tuple(drawn[place])) for place, since, due in rows]


def _inspections(plan: Plan) -> list[Inspected]:
    """Every inspection at a planned place in the time of the plan."""
    planned = PlanPlace.objects.filter(plan=plan.id).values("place")
    rows = Inspection.objects.filter(
        place_key__in=planned, place_type="premises", withdrawn_at__isnull=True, occurred_on__gte=plan.first, occurred_on__lte=plan.until
    ).order_by()
    fields = rows.values_list("id", "place_key", "occurred_on", "evidence", "checklist", "person", "departments")
    return [
        Inspected(str(id), place, day, evidence, checklist, person, tuple(came))
        for id, place, day, evidence, checklist, person, came in fields
    ]


def _joint_evidence(county: str) -> frozenset[str]:
    """As which kinds of evidence joint inspections count in the county's notice."""
    return frozenset(kind.id for kind in pack_for(county, settings.DEFAULT_PACK).evidence if "inspection.joint" in kind.comes_from)
