"""GET /cases and /cases/{id}: for programs that read, inside the scope of whoever signed in."""

from typing import Annotated, Any
from uuid import UUID

from django.utils import timezone
from ninja import Query, Router

from sanzhang.api.caller import ApiRequest
from sanzhang.api.problems import Refused
from sanzhang.api.v1.cycles import words_for
from sanzhang.api.v1.read_rows import case_told, history_told
from sanzhang.api.v1.reading import Wanted, page
from sanzhang.api.v1.reading_schemas import Cases, CaseWhole
from sanzhang.areas.queries import names_for
from sanzhang.cases.queries import steps_of, visible_to
from sanzhang.cycles.lateness import is_late
from sanzhang.rules.days import day_of
from sanzhang.rules.problems import Problem, gettext_noop as _

router = Router()
DAY = "opened_on"


class WantedCases(Wanted):
    """What a list of cases may be asked for. ``cycle``: listing, sealing, penalty, report."""

    cycle: str = ""


@router.get("/cases", response=Cases, operation_id="cases")
def cases(request: ApiRequest, asked: Annotated[WantedCases, Query()]) -> dict[str, Any]:
    """Cases, the newest opened first, a page at a time."""
    caller, now = request.caller, timezone.now()
    table = words_for(caller.county, asked.cycle).table if asked.cycle else None
    wanted = asked.condition(table, is_late(now)) & asked.after(DAY)
    found = visible_to(caller.scope).filter(wanted, county=caller.county)
    found = found.filter(cycle=asked.cycle) if asked.cycle else found
    rows, following = page(list(found[: asked.limit + 1]), asked.limit, DAY)
    areas, words = names_for([row.area for row in rows]), {cycle: words_for(caller.county, cycle) for cycle in {row.cycle for row in rows}}
    return {"as_of": day_of(now), "cases": [case_told(row, words[row.cycle], areas, now) for row in rows], "next": following}


@router.get("/cases/{id}", response=CaseWhole, operation_id="case")
def case(request: ApiRequest, id: UUID) -> dict[str, Any]:
    """One case with every step that was taken in it."""
    caller = request.caller
    row = visible_to(caller.scope).filter(id=id, county=caller.county).first()
    if row is None:
        raise Refused(404, Problem("case_not_here", _("没有这个事项，或不在您的辖区内。"), _("核对编号。")))
    words = words_for(row.county, row.cycle)
    told = case_told(row, words, names_for([row.area]), timezone.now())
    return told | {"determination": row.determination, "history": history_told(row.county, words, steps_of(row))}
