"""A step along the life cycle of a hazard: urged, extended, taken over, ordered, referred, answered, inspected again, withdrawn."""

from functools import partial
from uuid import UUID

from django.conf import settings

from sanzhang.cycles.payloads import StepTaken
from sanzhang.cycles.tables import life_cycle, power_here
from sanzhang.cycles.taking import check_four_eyes, check_order, check_seen
from sanzhang.hazards.models import Hazard, HazardEvent
from sanzhang.hazards.states import CYCLE, Event, State
from sanzhang.hazards.steps import check_step, hazard_of, last_person, later, moved, take_step
from sanzhang.inspections.homes import protect_step
from sanzhang.journal.actors import SYSTEM, Actor
from sanzhang.journal.kinds import Kind, Written
from sanzhang.packs import pack_for
from sanzhang.photos.uses import keep_uses
from sanzhang.rules.days import day_of
from sanzhang.rules.lifecycle import Step
from sanzhang.rules.problems import Problem, gettext_noop as _

IN_HAND_AGAIN = (State.OPEN, State.TAKEN)
OF_THEIR_OWN = {str(Event.CORRECTED): "hazard.corrected", str(Event.REPORTED): "hazard.reported"}


class HazardMoved(StepTaken):
    """Which hazard, which step, and what was given with it."""

    hazard: UUID


def power(written: Written[HazardMoved]) -> str:
    """The power that the county's table asks for in the state in which the hazard is."""
    return power_here(written.county, CYCLE, written.payload.event, hazard_of(written).state, day_of(written.occurred_at))


def check(written: Written[HazardMoved], actor: Actor) -> None:
    """The table allows it, nobody else was faster, everything needed is there, and a referral is answered by whom it went to."""
    hazard, payload = hazard_of(written), written.payload
    check_step(written, hazard)
    if payload.event in OF_THEIR_OWN:
        raise Problem("step_of_its_own", _("这一步用“{kind}”登记。"), _("联网更新应用后重发。"), kind=OF_THEIR_OWN[payload.event])
    check_seen(payload.seen, hazard.entry)
    check_order(hazard.since, day_of(written.occurred_at), moved(written, hazard, payload.event, payload.given())["state"] != hazard.state)
    check_four_eyes(written, CYCLE, hazard, payload.event, lambda: last_person(hazard))
    if _is_in_hand(written, hazard) and actor.sector != hazard.referred_to and actor.post != SYSTEM:
        raise Problem("referral_other", _("这处隐患抄告给了别的部门。"), _("由收到抄告的部门签收和答复。"))
    if payload.department and payload.department not in {sector.id for sector in pack_for(written.county, settings.DEFAULT_PACK).sectors}:
        raise Problem("sector_unknown", _("策略包里没有“{name}”这个行业。"), _("从列出的部门里选。"), name=payload.department)
    if payload.earlier is not None:
        _check_earlier(hazard, payload.earlier)


def apply(written: Written[HazardMoved]) -> None:
    """It stands as the table says. What was wrongly entered stays on record, and counts for nothing."""
    payload = written.payload
    hazard = Hazard.objects.get(id=payload.hazard)
    change = moved(written, hazard, payload.event, payload.given())
    if payload.due is not None and not _is_in_hand(written, hazard):  # a department promises a day; the premises keep theirs
        change["due"] = payload.due
    if payload.earlier is not None:
        change["earlier"] = payload.earlier
    if change["state"] in IN_HAND_AGAIN:
        change |= {"referred_to": "", "corrected_at": None}
    if payload.department:
        change["referred_to"] = payload.department
    if change["state"] in (State.RECTIFIED, State.CORRECTED) and change["state"] != hazard.state:
        change["corrected_at"] = later(hazard.corrected_at, written.occurred_at)
    if change["state"] == State.WITHDRAWN:
        HazardEvent.objects.filter(hazard=hazard.id).update(withdrawn_at=written.recorded_at)
    take_step(written, payload.event, change, note=payload.note, photos=payload.photos, data=payload.told())
    keep_uses(written, list(payload.photos))


def _is_in_hand(written: Written[HazardMoved], hazard: Hazard) -> bool:
    """Whether the step is for the department alone that has the hazard in hand."""
    step: Step | None = life_cycle(written.county, CYCLE, day_of(written.occurred_at)).step(written.payload.event, hazard.state)
    return step is not None and step.in_hand


def _check_earlier(hazard: Hazard, earlier: UUID) -> None:
    """The earlier hazard is another one, in the same place, found before; of two from one day, recorded before."""
    found = Hazard.objects.filter(id=earlier, county=hazard.county, place_key=hazard.place_key).exclude(state=State.WITHDRAWN).first()
    if found is None or (found.found_on, found.recorded_at) >= (hazard.found_on, hazard.recorded_at):
        raise Problem("earlier_unknown", _("要关联的不是同一地点以前的隐患。"), _("从列出的以前的隐患里选。"))


KIND = Kind("hazard.moved", HazardMoved, power, apply, check, protect=partial(protect_step, Hazard, "hazard"))
