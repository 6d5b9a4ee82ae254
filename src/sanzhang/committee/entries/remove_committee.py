"""A wrongly registered committee is taken back."""

from sanzhang.committee.models import Committee
from sanzhang.journal.kinds import Kind, Long, Payload, Short, Written
from sanzhang.journal.versions import end_version


class CommitteeRemoved(Payload):
    """Which, and why."""

    key: Short
    reason: Long


def apply(written: Written[CommitteeRemoved]) -> None:
    """It has no present state any more."""
    end_version(Committee, written, written.payload.key)


KIND = Kind("committee.removed", CommitteeRemoved, "manage.people", apply)
