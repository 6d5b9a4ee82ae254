"""Somebody in charge looked at a hazard about which two people had recorded different ends, and says how it stands."""

from datetime import date
from typing import Literal
from uuid import UUID

from sanzhang.cycles.tables import life_cycle
from sanzhang.cycles.taking import standing_columns
from sanzhang.hazards.states import CYCLE, Event, State
from sanzhang.hazards.steps import hazard_of, standing_in, take_step
from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Long, Payload, Written
from sanzhang.rules.days import day_of
from sanzhang.rules.problems import Problem, gettext_noop as _


class HazardSettled(Payload):
    """Which hazard, how it stands, and what was found out; ``due``: by when one that is still there is to be corrected."""

    hazard: UUID
    state: Literal["open", "reported", "corrected"]
    note: Long
    due: date | None = None


def check(written: Written[HazardSettled], actor: Actor) -> None:
    """A hazard that is marked, and a reason; one that is still there gets a day."""
    if not hazard_of(written).conflict:
        raise Problem("hazard_settled", _("这处隐患没有需要核对的地方。"), _("刷新后重试。"))
    if not written.payload.note.strip():
        raise Problem("reason_missing", _("没有写明核对结果。"), _("写明怎么核对的、以哪条为准。"))
    if written.payload.state == "open" and (written.payload.due is None or written.payload.due < day_of(written.occurred_at)):
        raise Problem("due_missing", _("还没有改好的，要写今后的整改期限。"), _("填写期限。"), where="due")


def apply(written: Written[HazardSettled]) -> None:
    """The mark goes; all records stay. Reported up, it waits for the brigade from this day on."""
    state, hazard, day = State(written.payload.state), hazard_of(written), day_of(written.occurred_at)
    table = life_cycle(written.county, CYCLE, day)
    change = standing_columns(table, standing_in(written.county, table, state, written.payload.due or hazard.due, day)) | {
        "before": hazard.state,
        "conflict": False,
    }
    if written.payload.due is not None:
        change["due"] = written.payload.due
    if state is not State.CORRECTED:
        change["corrected_at"] = None
    take_step(written, Event.SETTLED, change, note=written.payload.note)


KIND = Kind("hazard.settled", HazardSettled, "settle.hazards", apply, check)
