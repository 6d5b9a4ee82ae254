"""A case begins: a major hazard is proposed, premises are sealed, a penalty is filed, a citizen's report comes in."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from sanzhang.cases.models import Case
from sanzhang.cases.steps import beside, check_department, check_hazards, inspected_on, keep_step
from sanzhang.cycles.payloads import StepTaken
from sanzhang.cycles.tables import power_here
from sanzhang.cycles.taking import begun
from sanzhang.determination.verdicts import check_kept
from sanzhang.inspections.checks import check_place
from sanzhang.inspections.homes import protect
from sanzhang.inspections.payloads import PlaceSeen
from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Short, Written
from sanzhang.journal.rows import insert
from sanzhang.rules.days import day_of
from sanzhang.rules.problems import Problem, gettext_noop as _

ONE_AT_A_TIME = ("listing",)
LONGEST_TEXT = 500


class CaseOpened(StepTaken):
    """Which life cycle, where, about which hazards. ``determination``: what the standard says of the premises."""

    cycle: Short
    place: PlaceSeen
    hazards: Annotated[tuple[UUID, ...], Field(max_length=100)] = ()
    determination: dict[str, Any] = {}


def power(written: Written[CaseOpened]) -> str:
    """The power that the county's table asks for."""
    return power_here(written.county, written.payload.cycle, written.payload.event, "", day_of(written.occurred_at))


def check(written: Written[CaseOpened], actor: Actor) -> None:
    """The table allows it, place and hazards are known, and the place has no such case already."""
    payload = written.payload
    _stands(written)
    check_place(written.county, payload.place)
    check_department(written.county, payload.department)
    check_hazards(written.county, payload.place.key, payload.hazards)
    if payload.determination:
        check_kept(payload.determination, written.county, day_of(written.occurred_at))
    going_on = Case.objects.filter(county=written.county, cycle=payload.cycle, place_key=payload.place.key, ended=False)
    if payload.cycle in ONE_AT_A_TIME and going_on.exists():
        raise Problem("case_twice", _("这个地点已经有一件正在办理。"), _("打开正在办理的那一件，在那里继续。"))


def apply(written: Written[CaseOpened]) -> None:
    """The case, and its first step."""
    payload = written.payload
    stands = _stands(written)
    row = {
        "id": written.id, "county": written.county, "area": written.area, "cycle": payload.cycle, "place_type": payload.place.type,
        "place_key": payload.place.key, "place_name": str(payload.place.snapshot.get("name") or payload.place.snapshot.get("number") or "")[:200],
        "hazards": [str(hazard) for hazard in payload.hazards], "text": payload.note[:LONGEST_TEXT], "determination": payload.determination,
        "opened_on": day_of(written.occurred_at), "opened_by": written.person, "opened_post": written.post,
        "recorded_at": written.recorded_at, "changed_at": written.recorded_at, "entry": written.id,
    }  # fmt: skip
    insert(Case, [row | stands | beside(payload)])
    keep_step(written, written.id, payload.cycle, str(stands["state"]), payload.hazards)


def _stands(written: Written[CaseOpened]) -> dict[str, Any]:
    payload = written.payload
    return begun(written, payload.cycle, payload.event, payload.given(), inspected_on(payload.hazards))


KIND = Kind("case.opened", CaseOpened, power, apply, check, protect=protect)
