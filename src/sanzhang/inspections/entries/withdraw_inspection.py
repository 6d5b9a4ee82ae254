"""An inspection that was recorded wrongly is withdrawn. It stays readable, marked, and counts for nothing any more."""

from uuid import UUID

from sanzhang.inspections.models import Inspection
from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Long, Payload, Short, Written
from sanzhang.rules.problems import NotYet, Problem, gettext_noop as _


class InspectionWithdrawn(Payload):
    """Which inspection, as which evidence it counted, and why."""

    inspection: UUID
    evidence: Short
    reason: Long


def check(written: Written[InspectionWithdrawn], actor: Actor) -> None:
    """A standing inspection of that area; by whoever made it, or somebody in charge around him. With a reason."""
    payload = written.payload
    found = Inspection.objects.filter(id=payload.inspection, evidence=payload.evidence, area=written.area).first()
    if found is None:
        raise NotYet("inspection_unknown", _("没有这次检查。"), _("等它送达后重试。"))
    if found.withdrawn_at:
        raise Problem("inspection_withdrawn", _("这次检查已经撤回。"), _("不必再撤。"))
    if not actor.may_take_back(found.person, found.post_area):
        raise Problem("not_yours", _("这次检查是别人记录的。"), _("请记录人本人或其上级撤回。"))
    if not payload.reason.strip():
        raise Problem("reason_missing", _("没有写明撤回原因。"), _("填写原因。"))


def apply(written: Written[InspectionWithdrawn]) -> None:
    """Mark it."""
    payload = written.payload
    Inspection.objects.filter(id=payload.inspection).update(withdrawn_at=written.recorded_at, withdrawn_because=payload.reason)


KIND = Kind("inspection.withdrawn", InspectionWithdrawn, lambda written: f"record.{written.payload.evidence}", apply, check)
