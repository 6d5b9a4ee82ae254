"""A plan that was made wrongly is withdrawn. It stays readable, marked; the inspections stay what they are."""

from uuid import UUID

from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Long, Payload, Written
from sanzhang.plans import checks
from sanzhang.rules.problems import Problem, gettext_noop as _


class PlanWithdrawn(Payload):
    """Which, and why."""

    plan: UUID
    reason: Long


def check(written: Written[PlanWithdrawn], actor: Actor) -> None:
    """By whoever made it or somebody in charge around him, with a reason."""
    plan = checks.plan_of(written.payload.plan, written.county, written.area, actor)
    if not actor.may_take_back(plan.person, plan.post_area):
        raise Problem("not_yours", _("这个计划是别人作的。"), _("请由作计划的人或其上级撤回；要提前结束的，改用“结束计划”。"))
    if not written.payload.reason.strip():
        raise Problem("reason_missing", _("没有写理由。"), _("写明为什么。"))


def apply(written: Written[PlanWithdrawn]) -> None:
    """Mark it."""
    checks.end(written, withdrawn_at=written.recorded_at, withdrawn_because=written.payload.reason)


KIND = Kind("plan.withdrawn", PlanWithdrawn, checks.POWER, apply, check)
