"""Somebody looked at a place's telephone, and why. Only the entry itself is kept."""

from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Long, Payload, Short, Written
from sanzhang.premises.checks import check_known


class PremisesRevealed(Payload):
    """Which place, and the reason given."""

    key: Short
    reason: Long


def check(written: Written[PremisesRevealed], actor: Actor) -> None:
    """Only of a place that is the actor's business."""
    check_known(written.payload.key, actor)


def apply(written: Written[PremisesRevealed]) -> None:
    """No table changes."""


KIND = Kind("premises.revealed", PremisesRevealed, "view.area", apply, check, serial=False)
