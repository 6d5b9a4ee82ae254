"""A hazard was seen corrected. Shown by a photo. Two people who see it keep both their records, and somebody is asked to look."""

from functools import partial
from typing import Any
from uuid import UUID

from sanzhang.hazards.models import Hazard
from sanzhang.hazards.states import Event, State
from sanzhang.hazards.steps import check_step, hazard_of, later, moved, power_from, take_step
from sanzhang.inspections.homes import protect_step
from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Long, Payload, Written
from sanzhang.photos.uses import PhotoRef, keep_uses
from sanzhang.rules.lifecycle import Given
from sanzhang.rules.problems import Problem, gettext_noop as _


class HazardCorrected(Payload):
    """Which hazard, and the photos that show it."""

    hazard: UUID
    note: Long = ""
    photos: tuple[PhotoRef, ...]


def check(written: Written[HazardCorrected], actor: Actor) -> None:
    """A hazard that was not withdrawn, and at least one photo."""
    hazard = hazard_of(written)
    check_step(written, hazard)
    if hazard.state == State.WITHDRAWN:
        raise Problem("hazard_withdrawn", _("这处隐患的记录已经撤回。"), _("如果确有隐患，请重新检查登记。"))
    if not written.payload.photos:
        raise Problem("photo_missing", _("没有整改后的照片。"), _("补拍照片。"))
    _stands_after(written, hazard)


def apply(written: Written[HazardCorrected]) -> None:
    """It is corrected; what the brigade or a department has in hand waits for a last look. Said twice, both stay, marked for a person."""
    payload = written.payload
    hazard = Hazard.objects.get(id=payload.hazard)
    change = _stands_after(written, hazard)
    change["corrected_at"] = later(hazard.corrected_at, written.occurred_at)
    if hazard.state == State.CORRECTED:
        change["conflict"] = True
    take_step(written, Event.CORRECTED, change, note=payload.note, photos=payload.photos)
    keep_uses(written, list(payload.photos))


PROTECT = partial(protect_step, Hazard, "hazard")


def _stands_after(written: Written[HazardCorrected], hazard: Hazard) -> dict[str, Any]:
    """How it stands afterwards, as columns. Raises ``Problem`` where the county's table doesn't allow it."""
    return moved(written, hazard, Event.CORRECTED, Given(note=written.payload.note, photos=len(written.payload.photos)))


KIND = Kind("hazard.corrected", HazardCorrected, partial(power_from, "hazard.corrected"), apply, check, protect=PROTECT)
