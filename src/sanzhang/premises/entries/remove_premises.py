"""A place is taken off the register: it was registered wrongly, or is gone for good. One that only closed for now is marked so instead."""

from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Long, Payload, Short, Written
from sanzhang.journal.versions import end_version
from sanzhang.premises.checks import check_known
from sanzhang.premises.models import Premises
from sanzhang.rules.problems import Problem, gettext_noop as _


class PremisesRemoved(Payload):
    """Which, and why."""

    key: Short
    reason: Long


def check(written: Written[PremisesRemoved], actor: Actor) -> None:
    """Only what is the actor's, and with a reason."""
    check_known(written.payload.key, actor)
    if not written.payload.reason.strip():
        raise Problem("reason_missing", _("没有写理由。"), _("写明为什么。"))


def apply(written: Written[PremisesRemoved]) -> None:
    """It has no present state any more."""
    end_version(Premises, written, written.payload.key)


KIND = Kind("premises.removed", PremisesRemoved, "manage.premises", apply, check)
