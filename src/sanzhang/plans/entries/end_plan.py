"""A plan is ended before all its places were seen, or because they were. What was done under it stays; what is left is not asked for any more."""

from uuid import UUID

from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Long, Payload, Written
from sanzhang.plans import checks
from sanzhang.rules.problems import Problem, gettext_noop as _


class PlanEnded(Payload):
    """Which, and why."""

    plan: UUID
    reason: Long


def check(written: Written[PlanEnded], actor: Actor) -> None:
    """A plan of the actor's area and sector that still runs, with a reason."""
    checks.plan_of(written.payload.plan, written.county, written.area, actor)
    if not written.payload.reason.strip():
        raise Problem("reason_missing", _("没有写理由。"), _("写明为什么。"))


def apply(written: Written[PlanEnded]) -> None:
    """Mark it."""
    checks.end(written, ended_at=written.recorded_at, ended_because=written.payload.reason)


KIND = Kind("plan.ended", PlanEnded, checks.POWER, apply, check)
