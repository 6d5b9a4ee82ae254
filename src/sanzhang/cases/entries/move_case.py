"""A case goes one step further."""

from functools import partial
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from sanzhang.cases.models import Case
from sanzhang.cases.states import JUDGED, LINKED
from sanzhang.cases.steps import beside, case_of, check_department, check_hazards, check_judged_again, keep_step, last_person
from sanzhang.cycles.payloads import StepTaken
from sanzhang.cycles.tables import power_here
from sanzhang.cycles.taking import check_four_eyes, check_order, check_seen, walked
from sanzhang.determination.verdicts import check_kept
from sanzhang.inspections.homes import protect_step
from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Written
from sanzhang.rules.days import day_of
from sanzhang.rules.problems import Problem, gettext_noop as _


class CaseMoved(StepTaken):
    """Which case, which step, what was given with it. ``hazards``: those that are found to belong to it.

    ``determination``: what the standard says of the premises now; it takes the place of the one before.
    """

    case: UUID
    hazards: Annotated[tuple[UUID, ...], Field(max_length=100)] = ()
    determination: dict[str, Any] = {}


def power(written: Written[CaseMoved]) -> str:
    """The power that the county's table asks for in the state in which the case is."""
    case = case_of(written)
    return power_here(written.county, case.cycle, written.payload.event, case.state, day_of(written.occurred_at))


def check(written: Written[CaseMoved], actor: Actor) -> None:
    """The table allows it, nobody else was faster, and a department answers only for what it supervises."""
    case, payload = case_of(written), written.payload
    if actor.sector and actor.sector != case.department:
        raise Problem("case_other", _("这一件由别的部门督办。"), _("由督办部门办理。"))
    if day_of(written.occurred_at) < case.opened_on:
        raise Problem("before_opened", _("时间早于立项的 {day}。"), _("改成之后的日期。"), day=case.opened_on.isoformat())
    check_seen(payload.seen, case.entry)
    check_order(case.since, day_of(written.occurred_at), _stands_after(written, case)["state"] != case.state)
    check_four_eyes(written, case.cycle, case, payload.event, lambda: last_person(case))
    check_judged_again(case, payload.event)
    check_department(written.county, payload.department)
    check_hazards(written.county, case.place_key, payload.hazards)
    if payload.event == LINKED and not payload.hazards:
        raise Problem("case_unlinked", _("没有选要关联的隐患。"), _("选上这个地点的隐患；还没有登记的，先登记。"))
    if bool(payload.determination) is not (payload.event == JUDGED):
        raise Problem("judged_with", _("重新判定要附上对照标准的结果，别的步骤不附。"), _("在事项页面点“重新判定”，对照标准后登记。"))
    if payload.determination:
        check_kept(payload.determination, written.county, day_of(written.occurred_at))


def apply(written: Written[CaseMoved]) -> None:
    """It stands as the table says."""
    payload = written.payload
    case = Case.objects.get(id=payload.case)
    change = _stands_after(written, case) | beside(payload)
    if payload.hazards:
        change["hazards"] = list(dict.fromkeys([*case.hazards, *(str(hazard) for hazard in payload.hazards)]))
    replaced = {}
    if payload.determination:
        change["determination"], replaced = payload.determination, {"replaced": case.determination}
    keep_step(written, case.id, case.cycle, str(change["state"]), payload.hazards, replaced)
    Case.objects.filter(id=case.id).update(**change, changed_at=written.recorded_at, entry=written.id)


def _stands_after(written: Written[CaseMoved], case: Case) -> dict[str, Any]:
    return walked(written, case.cycle, case, written.payload.event, written.payload.given())


KIND = Kind("case.moved", CaseMoved, power, apply, check, protect=partial(protect_step, Case, "case"))
