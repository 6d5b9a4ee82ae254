"""A wrong record is withdrawn. It stays readable, marked, and counts for nothing any more."""

from uuid import UUID

from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Long, Payload, Short, Written
from sanzhang.records.models import Record
from sanzhang.rules.problems import Problem, gettext_noop as _


class RecordWithdrawn(Payload):
    """Which record, of which kind of evidence, and why."""

    record: UUID
    evidence: Short
    reason: Long


def check(written: Written[RecordWithdrawn], actor: Actor) -> None:
    """A standing record of that kind and area; by whoever made it, or somebody in charge around it. With a reason."""
    payload = written.payload
    record = Record.objects.filter(id=payload.record, kind=payload.evidence, area=written.area).first()
    if record is None:
        raise Problem("record_unknown", _("没有这条记录。"), _("刷新页面后重试。"))
    if record.withdrawn_at:
        raise Problem("record_withdrawn", _("这条记录已经撤回。"), _("不必再撤。"))
    if not actor.may_take_back(record.person, record.post_area):
        raise Problem("not_yours", _("这条记录是别人写的。"), _("请记录人本人或其上级撤回。"))
    if not payload.reason.strip():
        raise Problem("reason_missing", _("没有写明撤回原因。"), _("填写原因。"))


def apply(written: Written[RecordWithdrawn]) -> None:
    """Mark it."""
    payload = written.payload
    Record.objects.filter(id=payload.record).update(withdrawn_at=written.recorded_at, withdrawn_because=payload.reason)


KIND = Kind("record.withdrawn", RecordWithdrawn, lambda written: f"record.{written.payload.evidence}", apply, check)
