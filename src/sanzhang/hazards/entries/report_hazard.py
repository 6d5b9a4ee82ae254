"""A hazard that cannot be corrected here is reported up to the brigade."""

from functools import partial
from typing import Any
from uuid import UUID

from sanzhang.hazards.models import Hazard
from sanzhang.hazards.states import Event, State
from sanzhang.hazards.steps import check_step, hazard_of, moved, power_from, take_step
from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Long, Payload, Written
from sanzhang.rules.lifecycle import Given
from sanzhang.rules.problems import Problem, gettext_noop as _


class HazardReported(Payload):
    """Which hazard, and why it cannot be corrected."""

    hazard: UUID
    note: Long = ""


def check(written: Written[HazardReported], actor: Actor) -> None:
    """A hazard that is still open. One that was reported already needs no second report."""
    hazard = hazard_of(written)
    check_step(written, hazard)
    if hazard.state not in (State.OPEN, State.EXTENSION_ASKED, State.TO_CHECK, State.CORRECTED, State.WITHDRAWN):
        raise Problem("hazard_reported", _("这处隐患已经上报过了。"), _("不用再报。"))
    if hazard.state == State.WITHDRAWN:
        raise Problem("hazard_withdrawn", _("这处隐患的记录已经撤回。"), _("如果确有隐患，请重新检查登记。"))
    _stands_after(written, hazard)


def apply(written: Written[HazardReported]) -> None:
    """It waits for the brigade. Where it was said to be corrected meanwhile, both stay, marked for a person."""
    take_step(written, Event.REPORTED, _stands_after(written, hazard_of(written)), note=written.payload.note)


def _stands_after(written: Written[HazardReported], hazard: Hazard) -> dict[str, Any]:
    """How it stands afterwards, as columns. Raises ``Problem`` where the county's table doesn't allow it."""
    if hazard.state == State.CORRECTED:
        return {"conflict": True}
    return moved(written, hazard, Event.REPORTED, Given(note=written.payload.note))


KIND = Kind("hazard.reported", HazardReported, partial(power_from, "hazard.reported"), apply, check)
