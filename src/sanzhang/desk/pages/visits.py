"""Where to go next: places alone, in the order in which a visit helps most, each with its reasons."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from sanzhang.cases.queries import listed_places
from sanzhang.desk.access import DeskRequest, needs
from sanzhang.desk.places import kind_titles, place_names
from sanzhang.desk.rows import addresses
from sanzhang.plans.checks import POWER
from sanzhang.plans.choices import KIND_TITLES, PlanKind
from sanzhang.plans.visiting import where_to_go
from sanzhang.premises.queries import by_keys

SHOWN = 100
PLANNED = (PlanKind.JOINT, PlanKind.CAMPAIGN)


@needs("view.area")
def visits(request: DeskRequest) -> HttpResponse:
    """The first places of the user's scope to go to."""
    found = where_to_go(request.scope, timezone.localdate(), listed=listed_places(request.scope))
    first = found[:SHOWN]
    known = by_keys(request.scope, [visit.key for visit in first])
    areas, kinds, own = place_names([place.area for place in known.values()]), kind_titles(), addresses("desk:premises_one")
    rows = [
        {
            "key": visit.key,
            "name": place.name,
            "kind": kinds.get(place.kind, place.kind),
            "area": areas[place.area],
            "reasons": [{"code": reason.code, "words": _(reason.message).format(**reason.params)} for reason in visit.reasons],
            "url": own(visit.key),
        }
        for visit in first
        if (place := known.get(visit.key))
    ]
    able = any(POWER in actor.powers for actor in request.actors)
    context: dict[str, Any] = {
        "rows": rows,
        "total": len(found),
        "kinds": [{"id": kind.value, "title": _(KIND_TITLES[kind])} for kind in PLANNED] if able else [],
    }
    return render(request, "desk/visits.html", context)
