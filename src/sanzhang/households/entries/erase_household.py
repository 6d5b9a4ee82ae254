"""A household's data are erased for good: the key is destroyed, so no entry of any age can be read; the chain still verifies."""

from sanzhang.households.checks import check_known
from sanzhang.households.models import Household
from sanzhang.households.personal import subject_of
from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Long, Payload, Short, Written
from sanzhang.journal.personal import destroy_key
from sanzhang.journal.versions import end_version


class HouseholdErased(Payload):
    """Which, and on what ground (PIPL 47): past its day, moved away, died, asked for."""

    key: Short
    reason: Long


def check(written: Written[HouseholdErased], actor: Actor) -> None:
    """Only what lies in the actor's own area, and with a reason."""
    check_known(written.payload.key, written.payload.reason, actor)


def apply(written: Written[HouseholdErased]) -> None:
    """Destroy the key, and end the household; its states stay, unreadable."""
    destroy_key(subject_of(written.payload.key))
    end_version(Household, written, written.payload.key)
    Household.objects.filter(key=written.payload.key, superseded_at=written.recorded_at).update(erased=True)


KIND = Kind("household.erased", HouseholdErased, "manage.households", apply, check)
