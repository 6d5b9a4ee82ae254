"""What the entries about cases have in common: the walk along the county's table, and the row of a step."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings

from sanzhang.cases.models import Case, CaseStep
from sanzhang.cycles.payloads import StepTaken
from sanzhang.cycles.tables import life_cycle, numbers, standing_columns, standing_of
from sanzhang.hazards.models import Hazard
from sanzhang.hazards.states import State
from sanzhang.journal.kinds import Written
from sanzhang.journal.rows import insert
from sanzhang.packs import pack_for
from sanzhang.photos.uses import keep_uses
from sanzhang.rules.days import day_of
from sanzhang.rules.lifecycle import begin, walk
from sanzhang.rules.problems import NotYet, Problem, Problems, gettext_noop as _


def begun(county: str, cycle: str, written: Written[Any]) -> dict[str, Any]:
    """How a case stands that begins so, as columns. Raises ``Problem`` for what the table does not allow or misses."""
    day, payload = day_of(written.occurred_at), written.payload
    table = life_cycle(county, cycle, day)
    try:
        after = begin(table, payload.event, day, payload.given(), numbers(county, day, table.beginning(payload.event)))
    except Problems as several:
        raise several.problems[0] from None
    return standing_columns(table, after)


def walked(written: Written[Any], case: Case) -> dict[str, Any]:
    """How ``case`` stands after the step, as columns. Raises ``Problem`` for what the table does not allow or misses."""
    day, payload = day_of(written.occurred_at), written.payload
    table = life_cycle(case.county, case.cycle, day)
    try:
        after = walk(
            table, standing_of(case), payload.event, day, payload.given(), numbers(case.county, day, table.step(payload.event, case.state))
        )
    except Problems as several:
        raise several.problems[0] from None
    return standing_columns(table, after)


def beside(payload: StepTaken) -> dict[str, Any]:
    """What a step changes beside the state: the deadline of the premises, and which department supervises."""
    change: dict[str, Any] = {"due": payload.due} if payload.due else {}
    return change | ({"department": payload.department} if payload.department else {})


def keep_step(
    written: Written[Any], case: UUID, cycle: str, state: str, hazards: Sequence[UUID] = (), more: dict[str, Any] | None = None
) -> None:
    """Keep the step and where its photos are used; ``more``: what its row keeps beside what was given."""
    payload: StepTaken = written.payload
    told = payload.told() | ({"hazards": [str(hazard) for hazard in hazards]} if hazards else {}) | (more or {})
    row = {
        "id": written.id, "case": case, "county": written.county, "area": written.area, "cycle": cycle, "event": payload.event, "state": state,
        "person": written.person, "post": written.post, "sector": written.sector, "occurred_at": written.occurred_at,
        "occurred_on": day_of(written.occurred_at), "recorded_at": written.recorded_at, "note": payload.note,
        "photos": [photo.sha256 for photo in payload.photos], "data": told,
    }  # fmt: skip
    insert(CaseStep, [row])
    keep_uses(written, list(payload.photos))


def case_of(written: Written[Any]) -> Case:
    """The case that the payload names, in the entry's area. Raises ``NotYet`` while it has not arrived."""
    found = Case.objects.filter(id=written.payload.case, county=written.county).first()
    if found is None:
        raise NotYet("case_unknown", _("还没有收到这个事项。"), _("送达后会自动重发，不用重填。"))
    if found.area != written.area:
        raise Problem("case_area", _("这个事项不在 {area}。"), _("刷新后重试。"), area=written.area)
    return found


def check_department(county: str, department: str) -> None:
    """A sector that the notice knows."""
    if department and department not in {sector.id for sector in pack_for(county, settings.DEFAULT_PACK).sectors}:
        raise Problem("sector_unknown", _("策略包里没有“{name}”这个行业。"), _("从列出的部门里选。"), name=department)


def check_hazards(county: str, place_key: str, hazards: Sequence[UUID]) -> None:
    """Hazards of that very place that were not withdrawn."""
    known = set(
        Hazard.objects.filter(id__in=hazards, county=county, place_key=place_key)
        .exclude(state=State.WITHDRAWN)
        .values_list("id", flat=True)
    )
    if set(hazards) - known:
        raise Problem(
            "case_hazards", _("选的隐患有 {n} 处不在这个地点，或已经撤回。"), _("从这个地点的隐患里选。"), n=len(set(hazards) - known)
        )
