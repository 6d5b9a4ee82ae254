"""Somebody looked at a household's personal data, and why. Only the entry itself is kept."""

from sanzhang.households.checks import check_known
from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Long, Payload, Short, Written


class HouseholdRevealed(Payload):
    """Which household, and the reason given."""

    key: Short
    reason: Long


def check(written: Written[HouseholdRevealed], actor: Actor) -> None:
    """Only of a household in the actor's own area, and with a reason."""
    check_known(written.payload.key, written.payload.reason, actor)


def apply(written: Written[HouseholdRevealed]) -> None:
    """No table changes."""


KIND = Kind("household.revealed", HouseholdRevealed, "reveal.households", apply, check, serial=False)
