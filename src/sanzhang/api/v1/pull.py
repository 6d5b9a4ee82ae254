"""GET /sync/pull: what a post may see, first whole, then only what changed."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from ninja import Router
from ninja.decorators import decorate_view

from sanzhang.accounts.devices import key_expires_at
from sanzhang.api.caller import ApiRequest, Caller
from sanzhang.api.v1.changes import Changes, changes_since, head
from sanzhang.api.v1.cursor import Cursor, read_cursor, scope_mark
from sanzhang.api.v1.pulled import areas_for, hazards_for, households_for, person_for, posts_for, premises_for
from sanzhang.api.v1.schemas import Pull
from sanzhang.api.v1.standards import standards_for
from sanzhang.areas.queries import name_of
from sanzhang.demo.queries import is_demo
from sanzhang.journal.sealing import seal

router = Router()


@router.get("/sync/pull", response=Pull, by_alias=True, operation_id="pull")
@decorate_view(gzip_page)
def pull(request: ApiRequest, cursor: str = "") -> HttpResponse:
    """Everything for a new phone, a new scope, or one long away; otherwise the changes. Never what the post may not see."""
    caller = request.caller
    seal(caller.county, wait=False)  # what this phone has just sent is part of what it pulls
    standards_mark, standards = standards_for(caller.county)
    known, last, mark = read_cursor(cursor), head(caller.county), scope_mark(caller.actors)
    changes = changes_since(caller.county, caller.scope, known.seq, last) if known and known.scope == mark else None
    told = _about(caller, reset=changes is None) | {"cursor": str(Cursor(last, mark, standards_mark))}
    anew = changes is None or known is None or known.standards != standards_mark
    if anew:
        powers = {power for actor in caller.actors for power in actor.powers}
        told |= standards | {"steps": [step for step in standards["steps"] if step["power"] in powers]}
    if changes is None or changes.areas:
        told["areas"] = areas_for(caller)
    # Already plain values: passing them through the schema again would double the time. A test holds the two together.
    return JsonResponse(told | _registers(caller, changes, anew), json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})


def _about(caller: Caller, *, reset: bool) -> dict[str, Any]:
    return {
        "reset": reset, "server_time": timezone.now(), "key_expires_at": key_expires_at(), "person": person_for(caller),
        "county": caller.county, "county_name": name_of(caller.county), "demo": is_demo(caller.county), "posts": posts_for(caller),
    }  # fmt: skip


def _registers(caller: Caller, changes: Changes | None, anew: bool) -> dict[str, Any]:
    """What is kept by key. With other standards, in another language too, the words of all hazards are told ``anew``."""
    if changes is None:
        removed: dict[str, list[str]] = {"premises": [], "households": [], "hazards": []}
        return {"premises": premises_for(caller), "households": households_for(caller), "hazards": hazards_for(caller), "removed": removed}
    premises = premises_for(caller, changes.premises)
    households = households_for(caller, changes.households)
    hazards = hazards_for(caller, None if anew else changes.hazards)
    removed = {
        "premises": sorted(changes.premises - {place["key"] for place in premises}),
        "households": sorted(changes.households - {household["key"] for household in households}),
        "hazards": sorted({str(id) for id in changes.hazards} - {hazard["id"] for hazard in hazards}),
    }
    return {"premises": premises, "households": households, "hazards": hazards, "removed": removed}
