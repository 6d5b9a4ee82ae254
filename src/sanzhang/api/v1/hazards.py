"""GET /hazards and /hazards/{id}: for programs that read, inside the scope of whoever signed in."""

from typing import Annotated, Any
from uuid import UUID

from django.utils import timezone
from ninja import Query, Router

from sanzhang.api.caller import ApiRequest
from sanzhang.api.problems import Refused
from sanzhang.api.v1.cycles import words_for
from sanzhang.api.v1.read_rows import hazard_told, history_told
from sanzhang.api.v1.reading import Wanted, page
from sanzhang.api.v1.reading_schemas import Hazards, HazardWhole
from sanzhang.areas.queries import names_for
from sanzhang.cycles.lateness import is_late
from sanzhang.hazards.queries import steps_of, visible_to
from sanzhang.rules.days import day_of
from sanzhang.rules.problems import Problem, gettext_noop as _

router = Router()
DAY = "found_on"


@router.get("/hazards", response=Hazards, operation_id="hazards")
def hazards(request: ApiRequest, asked: Annotated[Wanted, Query()]) -> dict[str, Any]:
    """Hazards, the newest found first, a page at a time."""
    caller, now, words = request.caller, timezone.now(), words_for(request.caller.county)
    wanted = asked.condition(words.table, is_late(now)) & asked.after(DAY)
    found = visible_to(caller.scope).filter(wanted, county=caller.county)[: asked.limit + 1]
    rows, following = page(list(found), asked.limit, DAY)
    areas = names_for([row.area for row in rows])
    return {"as_of": day_of(now), "hazards": [hazard_told(row, words, areas, now) for row in rows], "next": following}


@router.get("/hazards/{id}", response=HazardWhole, operation_id="hazard")
def hazard(request: ApiRequest, id: UUID) -> dict[str, Any]:
    """One hazard with every step that was taken about it."""
    caller, words = request.caller, words_for(request.caller.county)
    row = visible_to(caller.scope).filter(id=id, county=caller.county).first()
    if row is None:
        raise Refused(404, Problem("hazard_not_here", _("没有这处隐患，或不在您的辖区内。"), _("核对编号。")))
    history = history_told(row.county, words, steps_of(row))
    return hazard_told(row, words, names_for([row.area]), timezone.now()) | {"history": history}
