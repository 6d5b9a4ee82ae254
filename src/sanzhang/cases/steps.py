"""What the entries about cases have in common: the walk along the county's table, and the row of a step."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Max

from sanzhang.cases.models import Case, CaseStep
from sanzhang.cases.queries import steps_of, unjudged_since
from sanzhang.cases.states import DECIDING
from sanzhang.cycles.payloads import StepTaken
from sanzhang.cycles.taking import who_brought
from sanzhang.hazards.models import Hazard
from sanzhang.hazards.states import State
from sanzhang.journal.kinds import Written
from sanzhang.journal.rows import insert
from sanzhang.packs import pack_for
from sanzhang.photos.uses import keep_uses
from sanzhang.rules.days import day_of
from sanzhang.rules.problems import NotYet, Problem, gettext_noop as _


def last_person(case: Case) -> str:
    """Who brought ``case`` into its present state."""
    return who_brought(case, steps_of(case).values_list("state", "person"))


def check_judged_again(case: Case, event: str) -> None:
    """After a reopening nothing is decided on what the standard said of the premises before. Raises ``Problem``."""
    if not case.determination or event not in DECIDING:
        return
    if unjudged_since(list(steps_of(case))):
        raise Problem("not_judged_again", _("恢复营业后还没有重新判定。"), _("先在事项页面点“重新判定”，对照标准后登记。"))


def inspected_on(hazards: Sequence[UUID]) -> date | None:
    """The day of the last inspection that found one of ``hazards``; None where there is none: the case's own day counts then."""
    found: date | None = Hazard.objects.filter(id__in=hazards).aggregate(last=Max("found_on"))["last"]
    return found


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
