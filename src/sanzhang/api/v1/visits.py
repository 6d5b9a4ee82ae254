"""Where to go, as parts of GET /today: places that plans ask for, and places where a visit helps most."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Annotated, Any

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import get_language, gettext
from ninja import Schema

from sanzhang.api.caller import Caller
from sanzhang.api.v1.cursor import scope_mark
from sanzhang.api.v1.shapes import Person, values
from sanzhang.areas.queries import names_for
from sanzhang.cases.queries import listed_places
from sanzhang.packs import checklists, pack_for
from sanzhang.packs.words import say
from sanzhang.people.posts import posts_of
from sanzhang.people.queries import names_of
from sanzhang.plans.choices import KIND_TITLES, PlanKind
from sanzhang.plans.models import Plan, PlanPlace
from sanzhang.plans.queries import evidence_that_counts, still_asked
from sanzhang.plans.visiting import where_to_go
from sanzhang.premises.checks import sees
from sanzhang.premises.models import Premises
from sanzhang.premises.queries import by_keys, visible_to
from sanzhang.rules.areas import LEVELS
from sanzhang.rules.pack.model import EvidenceKind

SOON = timedelta(days=31)
MOST_VISITS, MOST_SUGGESTED = 100, 30
KEPT_SECONDS = 300


class PlannedVisit(Schema):
    """A place that a plan asks for and where nobody was yet. ``by``: who made the plan, in which post; ``departments``: the sectors it invites.

    It counts from ``since`` on; with ``checklist`` only when done with that one, with ``evidence`` only when recorded as one of these. ``mine``: the
    caller was drawn for it, or, where nobody was drawn, may record there what counts.
    """

    plan: str
    kind: Annotated[str, values(PlanKind)]
    kind_title: str
    title: str
    by: Person
    post_title: str
    departments: list[str]
    place: str
    place_name: str
    area: str
    area_name: str
    since: date
    due: date
    late: bool
    checklist: str
    evidence: list[str]
    mine: bool


class Suggested(Schema):
    """A place, by its key, where a visit helps most, and why, in words. It says nothing about what is owed."""

    place: str
    reasons: list[str]


def planned_visits(caller: Caller, today: date) -> list[dict[str, Any]]:
    """Places inside the scope that plans ask for within a month or asked for before; the caller's own first, then by day."""
    asked = list(still_asked(caller.county, visible_to(caller.scope), today, today + SOON))
    places = by_keys(caller.scope, [one.place for one in asked])
    kinds = {plan: _kinds(plan) for plan in {one.plan for one in asked}}
    owned = [(one, _is_mine(caller, one, places[one.place], kinds[one.plan])) for one in asked]
    owned.sort(key=lambda pair: (not pair[1], pair[0].due))
    first = owned[:MOST_VISITS]
    areas, makers = names_for([places[one.place].area for one, _mine in first]), names_of([one.plan.person for one, _mine in first])
    return [_visit(one, places[one.place], areas, makers, today) | {"mine": mine} for one, mine in first]


def suggested(caller: Caller, today: date) -> list[dict[str, Any]]:
    """The first places of the scope to go to, as they were at most a few minutes ago: it takes a look at every place of the scope."""
    key = f"suggested:{scope_mark(caller.actors)}:{today}:{get_language()}"
    found = cache.get(key)
    if found is None:
        found = _suggested(caller, today)
        cache.set(key, found, KEPT_SECONDS)
    return list(found)


def _suggested(caller: Caller, today: date) -> list[dict[str, Any]]:
    found = where_to_go(caller.scope, today, listed=listed_places(caller.scope))
    return [
        {"place": visit.key, "reasons": [gettext(reason.message).format(**reason.params) for reason in visit.reasons]}
        for visit in found[:MOST_SUGGESTED]
    ]


def _visit(one: PlanPlace, place: Premises, areas: dict[str, str], makers: dict[str, str], today: date) -> dict[str, Any]:
    plan, posts = one.plan, posts_of(one.plan.county)
    return {
        "plan": str(plan.id), "kind": plan.plan_kind, "kind_title": gettext(KIND_TITLES[PlanKind(plan.plan_kind)]), "title": plan.title,
        "by": {"key": plan.person, "name": makers.get(plan.person, "")},
        "post_title": say(posts[plan.post].title) if plan.post in posts else plan.post, "departments": plan.departments, "place": one.place,
        "place_name": place.name, "area": place.area, "area_name": areas.get(place.area, place.area), "since": one.since, "due": one.due,
        "late": one.due < today, "checklist": plan.checklist, "evidence": sorted(evidence_that_counts(plan) or ()),
    }  # fmt: skip


def _kinds(plan: Plan) -> list[EvidenceKind]:
    """As which kinds an inspection for the plan may be recorded: by its checklist, where it asks for one, and by what counts."""
    counting, asked = evidence_that_counts(plan), checklists().get(plan.checklist)
    modes = {f"inspection.{mode}" for mode in asked.modes} if asked else None
    return [
        kind
        for kind in pack_for(plan.county, settings.DEFAULT_PACK).evidence
        if (counting is None or kind.id in counting) and any(_is_inspection(origin, modes) for origin in kind.comes_from)
    ]


def _is_inspection(origin: str, modes: Collection[str] | None) -> bool:
    return origin.startswith("inspection.") if modes is None else origin in modes


def _is_mine(caller: Caller, one: PlanPlace, place: Premises, kinds: list[EvidenceKind]) -> bool:
    if one.plan.plan_kind == PlanKind.DRAW:
        return any(inspector.person == caller.person for inspector in one.inspectors.all())
    level = LEVELS[len(place.area)]
    return any(
        sees(actor, place.area, place.sector) and level in kind.levels and f"record.{kind.id}" in actor.powers
        for actor in caller.actors
        for kind in kinds
    )
