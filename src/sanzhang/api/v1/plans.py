"""GET /plans and /plans/{id}: plans of inspections and how far they are, for programs that read, inside the scope of whoever signed in."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Query, Router

from sanzhang.api.caller import ApiRequest, Caller
from sanzhang.api.problems import Refused
from sanzhang.api.v1.plan_schemas import Plans, PlanWhole
from sanzhang.api.v1.reading import Paged, page
from sanzhang.areas.queries import names_for
from sanzhang.inspections.queries import visible_to as inspections_visible_to
from sanzhang.packs.words import say
from sanzhang.people.posts import posts_of
from sanzhang.people.queries import names_of
from sanzhang.plans.choices import KIND_TITLES, STATE_TITLES, PlanKind
from sanzhang.plans.models import Plan, PlanDraw
from sanzhang.plans.queries import progress_of, standings_of, visible_to
from sanzhang.premises.queries import by_keys
from sanzhang.rules.plans import PlaceStanding, Progress
from sanzhang.rules.problems import Problem, gettext_noop as _

router = Router()
DAY = "last"
SAME = (
    "title", "area", "sector", "first", "last", "checklist", "departments", "kinds", "marks", "count", "per_place", "recent_days", "workdays",
    "note", "post", "recorded_at", "ended_at", "withdrawn_at",
)  # fmt: skip


class WantedPlans(Paged):
    """What a list of plans may be asked for. ``over``: those that were ended or withdrawn, or those that were not."""

    kind: PlanKind | None = None
    over: bool | None = None

    def condition(self) -> Q:
        """As a condition on the rows."""
        found = self.in_area()
        if self.kind is not None:
            found &= Q(plan_kind=self.kind)
        if self.over is not None:
            running = Q(ended_at__isnull=True, withdrawn_at__isnull=True)
            found &= ~running if self.over else running
        return found


@router.get("/plans", response=Plans, operation_id="plans")
def plans(request: ApiRequest, asked: Annotated[WantedPlans, Query()]) -> dict[str, Any]:
    """Plans of inspections, those that end last first, a page at a time."""
    caller, day = request.caller, timezone.localdate()
    found = visible_to(caller.scope).filter(asked.condition() & asked.after(DAY), county=caller.county).order_by(f"-{DAY}", "-id")
    rows, following = page(list(found[: asked.limit + 1]), asked.limit, DAY)
    return {"as_of": day, "plans": _told(rows, day), "next": following}


@router.get("/plans/{id}", response=PlanWhole, operation_id="plan")
def plan(request: ApiRequest, id: UUID) -> dict[str, Any]:
    """One plan with its places: where each stands, what counts for it, who was drawn."""
    caller, day = request.caller, timezone.localdate()
    row = visible_to(caller.scope).filter(id=id, county=caller.county).first()
    if row is None:
        raise Refused(404, Problem("plan_not_here", _("没有这个计划，或不在您的辖区内。"), _("核对编号。")))
    places = _places(caller, standings_of(row, day))
    return _told([row], day)[0] | {"as_of": day, "places": places, "draw": _draw(PlanDraw.objects.filter(plan=row.id).first())}


def _told(rows: Sequence[Plan], day: date) -> list[dict[str, Any]]:
    progress, areas, makers = progress_of(rows, day), names_for([row.area for row in rows]), names_of([row.person for row in rows])
    return [_plan(row, progress[row.id], areas, makers) for row in rows]


def _plan(row: Plan, progress: Progress, areas: Mapping[str, str], makers: Mapping[str, str]) -> dict[str, Any]:
    posts = posts_of(row.county)
    return {name: getattr(row, name) for name in SAME} | {
        "id": str(row.id), "kind": row.plan_kind, "kind_title": gettext(KIND_TITLES[PlanKind(row.plan_kind)]),
        "area_name": areas.get(row.area, row.area), "by": _person(row.person, makers),
        "post_title": say(posts[row.post].title) if row.post in posts else row.post, "over": row.is_over,
        "because": row.withdrawn_because or row.ended_because, "total": progress.total, "done": progress.done, "late": progress.late,
    }  # fmt: skip


def _places(caller: Caller, standings: Sequence[PlaceStanding]) -> list[dict[str, Any]]:
    known = by_keys(caller.scope, [standing.planned.place for standing in standings])
    counted = [one.id for standing in standings for one in standing.counted]
    seen = {str(row.id): row for row in inspections_visible_to(caller.scope).filter(id__in=counted)}
    areas = names_for([place.area for place in known.values()])
    drawn = {person for standing in standings for person in standing.planned.inspectors}
    people = names_of(list(drawn | {row.person for row in seen.values()}))
    told = []
    for standing in standings:
        planned, place = standing.planned, known.get(standing.planned.place)
        rows = [seen[one.id] for one in standing.counted if one.id in seen]
        told.append({
            "place": planned.place, "name": place.name if place else "", "area": place.area if place else "",
            "area_name": areas.get(place.area, place.area) if place else "", "since": planned.since, "due": planned.due,
            "state": standing.state.value, "state_title": gettext(STATE_TITLES[standing.state]),
            "inspectors": [_person(person, people) for person in planned.inspectors],
            "done_on": standing.counted[0].day if standing.counted else None,
            "inspections": [
                {
                    "id": str(row.id), "day": row.occurred_on, "by": _person(row.person, people), "post": row.post, "evidence": row.evidence,
                    "checklist": row.checklist, "departments": row.departments, "findings": row.findings_count,
                }
                for row in rows
            ],
        })  # fmt: skip
    return told


def _draw(drawing: PlanDraw | None) -> dict[str, Any] | None:
    if drawing is None:
        return None
    same = ("seed", "seed_from", "pool_hash", "pool_places", "pool_inspectors", "excluded", "occurred_at")
    by = _person(drawing.person, names_of([drawing.person]))
    return {name: getattr(drawing, name) for name in same} | {"entry": str(drawing.id), "by": by}


def _person(key: str, names: Mapping[str, str]) -> dict[str, str]:
    return {"key": key, "name": names.get(key, key)}
