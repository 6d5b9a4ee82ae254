"""A wrongly registered household is taken back. Nothing remains for which its data could be kept, so they are erased with it."""

from sanzhang.households.checks import check_known
from sanzhang.households.models import Household
from sanzhang.households.personal import subject_of
from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Long, Payload, Short, Written
from sanzhang.journal.personal import destroy_key
from sanzhang.journal.versions import end_version


class HouseholdRemoved(Payload):
    """Which, and why."""

    key: Short
    reason: Long


def check(written: Written[HouseholdRemoved], actor: Actor) -> None:
    """Only what lies in the actor's own area, and with a reason."""
    check_known(written.payload.key, written.payload.reason, actor)


def apply(written: Written[HouseholdRemoved]) -> None:
    """It has no present state any more, and what was known cannot be read any more."""
    destroy_key(subject_of(written.payload.key))
    end_version(Household, written, written.payload.key)


KIND = Kind("household.removed", HouseholdRemoved, "manage.households", apply, check)
