"""Making a plan at the desk: which places fit, which of them were ticked, and what the entry says."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sanzhang.desk.access import DeskRequest, actor_for
from sanzhang.desk.forms.plans import PlanForm
from sanzhang.desk.places import place_names
from sanzhang.desk.registers import post_titles
from sanzhang.desk.words import listed, noted, tell
from sanzhang.people.queries import names_of
from sanzhang.plans.checks import POWER
from sanzhang.plans.choices import EXCLUDED_TITLES, Excluded, PlanKind
from sanzhang.plans.entries.make_plan import PlanMade, PlannedPlace
from sanzhang.plans.models import Plan
from sanzhang.plans.pools import fitting, may_be_drawn, pool_of
from sanzhang.plans.revisits import to_revisit
from sanzhang.premises.queries import by_keys
from sanzhang.rules.draw import draw_problems
from sanzhang.rules.workdays import is_published

LISTED = 300  # more places than that are not ticked one by one
Labels = list[tuple[str, str]]


def places_found(request: DeskRequest, kind: PlanKind, form: PlanForm) -> list[PlannedPlace]:
    """The places in business inside the user's scope that fit the terms."""
    data = form.cleaned_data
    rows = fitting(data["area"], data["sector"], data["kinds"], data["marks"]).filter(request.scope.filter("area", "sector"), closed=False)
    if kind is PlanKind.REVISIT:
        return to_revisit(request.scope, rows, form.start_from, data["workdays"])
    return [PlannedPlace(key=key) for key in rows.values_list("key", flat=True)]


def places_ticked(request: DeskRequest, kind: PlanKind, form: PlanForm) -> list[PlannedPlace]:
    """The places of the plan to be: those ticked in the list, or, where no list was shown, all that fit."""
    if kind is PlanKind.DRAW:
        return []
    if "listed" not in request.POST:
        return places_found(request, kind, form)
    ticked = form.cleaned_data.get("places", [])
    if kind is PlanKind.REVISIT:
        return [place for place in places_found(request, kind, form) if place.key in ticked]
    return [PlannedPlace(key=key) for key in ticked]


def labels_of(request: DeskRequest, places: list[PlannedPlace]) -> Labels:
    """What places are called where they are ticked: with their area, and the day of a revisit."""
    known = by_keys(request.scope, [place.key for place in places])
    areas = place_names([place.area for place in known.values()])
    found = []
    for planned in places:
        if place := known.get(planned.key):
            label = noted(place.name, areas[place.area])
            found.append((planned.key, f"{label} · {planned.due}" if planned.due else label))
    return found


def made_of(kind: PlanKind, form: PlanForm, places: list[PlannedPlace]) -> PlanMade:
    """What the form says, as the entry says it."""
    data = form.cleaned_data
    same = (
        "title",
        "first",
        "last",
        "sector",
        "kinds",
        "marks",
        "checklist",
        "note",
        "departments",
        "count",
        "per_place",
        "recent_days",
        "workdays",
    )
    return PlanMade.model_validate({name: data[name] for name in same if name in data} | {"kind": kind, "places": places})


def preview_of_places(places: list[PlannedPlace]) -> dict[str, Any]:
    """How many places were found, and for a revisit up to which day, and whether that year's holidays are known."""
    last = max((place.due for place in places if place.due), default=None)
    return {
        "places": len(places),
        "listed": len(places) <= LISTED,
        "last": last,
        "unpublished": last.year if last and not is_published(last.year) else 0,
    }


def preview_of_draw(request: DeskRequest, form: PlanForm) -> dict[str, Any]:
    """What could be drawn if it were done now."""
    data = form.cleaned_data
    same = ("area", "sector", "kinds", "marks", "count", "per_place", "recent_days")
    return pool_shown(request, Plan(county=request.county, **{name: data[name] for name in same}))


def pool_shown(request: DeskRequest, plan: Plan) -> dict[str, Any]:
    """Both pools of a plan to be drawn, in numbers, who is in the second, and what stands in the way."""
    today = timezone.localdate()
    pool, people = pool_of(plan, today), inspectors_offered(request, plan)
    reasons = [reason for _place, reason in pool.excluded]
    return {
        "pool": len(pool.places),
        "excluded": [{"title": _(EXCLUDED_TITLES[reason]), "n": reasons.count(reason)} for reason in Excluded if reason in reasons],
        "people": people,
        "problems": [tell(problem) for problem in draw_problems("-", pool.places, dict(people), plan.count, plan.per_place)],
    }


def inspectors_offered(request: DeskRequest, plan: Plan) -> Labels:
    """Who may be drawn by the user, each with his posts."""
    held = list(may_be_drawn(actor_for(request, POWER, plan.area), plan, timezone.localdate()))
    names, posts = names_of([one.person for one in held]), post_titles(plan.county)
    titles: dict[str, list[str]] = {}
    for one in held:
        titles.setdefault(one.person, []).append(posts.get(one.post, one.post))
    return [(person, noted(names.get(person, "—"), listed(dict.fromkeys(found)))) for person, found in titles.items()]
