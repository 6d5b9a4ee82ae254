"""Somebody in charge looked at a hazard about which two people had recorded different ends, and says how it stands."""

from typing import Literal
from uuid import UUID

from sanzhang.hazards.states import Event, State
from sanzhang.hazards.steps import hazard_of, take_step
from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Long, Payload, Written
from sanzhang.rules.days import day_of
from sanzhang.rules.problems import Problem, gettext_noop as _


class HazardSettled(Payload):
    """Which hazard, how it stands, and what was found out."""

    hazard: UUID
    state: Literal["open", "reported", "corrected"]
    note: Long


def check(written: Written[HazardSettled], actor: Actor) -> None:
    """A hazard that is marked, and a reason."""
    if not hazard_of(written).conflict:
        raise Problem("hazard_settled", _("这处隐患没有需要核对的地方。"), _("刷新后重试。"))
    if not written.payload.note.strip():
        raise Problem("reason_missing", _("没有写明核对结果。"), _("写明怎么核对的、以哪条为准。"))


def apply(written: Written[HazardSettled]) -> None:
    """The mark goes; all records stay."""
    payload = written.payload
    hazard = hazard_of(written)
    ended = State(payload.state) is State.CORRECTED
    stands = {"state": payload.state, "ended": ended, "next_due": None if ended else hazard.due, "since": day_of(written.occurred_at)}
    take_step(written, Event.SETTLED, stands | {"conflict": False}, note=payload.note)


KIND = Kind("hazard.settled", HazardSettled, "settle.hazards", apply, check)
