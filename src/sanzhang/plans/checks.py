"""What all entries about plans have in common: who may, about which plan, and every problem at once."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Written
from sanzhang.plans.models import Plan
from sanzhang.premises.checks import sees
from sanzhang.rules.days import day_of
from sanzhang.rules.problems import Problem, Problems, gettext_noop as _

POWER = "plan.inspections"


def refuse(problems: Iterable[Problem]) -> None:
    """Raises ``Problems`` where there are any."""
    found = list(problems)
    if found:
        raise Problems(found)


def outside_sector() -> Problem:
    """A department plans in its own sector."""
    return Problem("outside_sector", _("您只能为本行业的场所作计划。"), _("行业选本部门的；跨行业的由大队或委员会办公室作计划。"))


def plan_of(id: UUID, county: str, area: str, actor: Actor) -> Plan:
    """The plan that an entry about ``area`` names. Raises ``Problem`` when there is none, it is not the actor's, or it is over."""
    plan = Plan.objects.filter(id=id, county=county, area=area).first()
    if plan is None:
        raise Problem("plan_unknown", _("没有这个计划。"), _("刷新后重试。"))
    if not sees(actor, area, plan.sector):
        raise outside_sector()
    if plan.is_over:
        raise Problem("plan_over", _("这个计划已经结束或撤回。"), _("不必再办；需要时另作计划。"))
    return plan


def end(written: Written[Any], **marks: Any) -> None:
    """Mark the plan that the entry names as over: nothing counts that is done later."""
    found = Plan.objects.filter(id=written.payload.plan)
    found.update(**marks)
    found.filter(until__gt=day_of(written.occurred_at)).update(until=day_of(written.occurred_at))
