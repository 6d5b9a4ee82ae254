"""One step about a hazard, kept. What all entries about hazards have in common."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings

from sanzhang.cycles.tables import numbers
from sanzhang.cycles.taking import walked, who_brought
from sanzhang.hazards.models import Hazard, HazardEvent
from sanzhang.hazards.states import CYCLE, Event, State
from sanzhang.journal.kinds import Written
from sanzhang.journal.rows import insert
from sanzhang.packs import pack_for
from sanzhang.photos.uses import PhotoRef
from sanzhang.rules.days import day_of
from sanzhang.rules.lifecycle import Given, Ground, LifeCycle, Standing, deadline_of
from sanzhang.rules.problems import NotYet, Problem, gettext_noop as _


def step_row(
    written: Written[Any], hazard: UUID, event: str, state: str, *, note: str = "", photos: Sequence[PhotoRef] = (), fixed: str = "",
    data: dict[str, Any] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """A step about ``hazard``, after which it is in ``state``, as a row of ``HazardEvent``."""
    return {
        "id": uuid5(written.id, f"{hazard}{event}"), "hazard": hazard, "entry": written.id, "county": written.county, "area": written.area,
        "sector": written.sector, "event": str(event), "state": str(state), "person": written.person, "post": written.post,
        "occurred_at": written.occurred_at, "occurred_on": day_of(written.occurred_at), "recorded_at": written.recorded_at, "note": note,
        "photos": [photo.sha256 for photo in photos], "fixed": fixed, "data": data or {},
    }  # fmt: skip


def take_step(
    written: Written[Any], event: str, change: dict[str, Any], *, note: str = "", photos: Sequence[PhotoRef] = (),
    data: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """Keep a step about the hazard that the payload names, and ``change`` how it stands."""
    hazard: UUID = written.payload.hazard
    insert(HazardEvent, [step_row(written, hazard, event, change.get("state", ""), note=note, photos=photos, data=data)])
    Hazard.objects.filter(id=hazard).update(**change, changed_at=written.recorded_at, entry=written.id)


def moved(written: Written[Any], hazard: Hazard, event: str, given: Given) -> dict[str, Any]:
    """How ``hazard`` stands after ``event``, as columns. Raises ``Problem`` for what the county's table does not allow or misses."""
    return walked(written, CYCLE, hazard, event, given)


def last_person(hazard: Hazard) -> str:
    """Who brought ``hazard`` into its present state."""
    steps = HazardEvent.objects.filter(hazard=hazard.id).order_by("occurred_at", "recorded_at", "id")
    return who_brought(hazard, steps.values_list("state", "person"))


def standing_in(county: str, table: LifeCycle, state: State, due: date | None, day: date) -> Standing:
    """How a hazard stands that is in ``state`` from ``day`` on: to be corrected by ``due``, reported up and waiting for the brigade, or corrected."""
    if state is State.CORRECTED:
        return Standing(state, since=day, inspected_on=day)
    if state is State.REPORTED and (step := table.step(Event.REPORTED, State.OPEN)):
        by = deadline_of(step.deadline, Ground(day, inspection=day), Given(), numbers(county, day, step))
        return Standing(state, State.OPEN, by, since=day, inspected_on=day)
    return Standing(state, due=due, since=day, inspected_on=day)


def hazard_of(written: Written[Any]) -> Hazard:
    """The hazard that the payload names, in the entry's area. Raises ``NotYet`` while it has not arrived: it may be on its way from a phone."""
    found = Hazard.objects.filter(id=written.payload.hazard, county=written.county).first()
    if found is None:
        raise NotYet("hazard_unknown", _("还没有收到这处隐患的检查记录。"), _("检查记录送达后会自动重发，不用重填。"))
    if found.area != written.area:
        raise Problem("hazard_area", _("这处隐患不在 {area}。"), _("刷新后重试。"), area=written.area)
    return found


def check_step(written: Written[Any], hazard: Hazard) -> None:
    """Nothing is done about a hazard before the day it was found, nor by a department that neither found it nor has it in hand."""
    if written.sector and written.sector not in (hazard.sector, hazard.referred_to):
        raise Problem("hazard_other", _("这处隐患不归您的部门。"), _("由负责的部门办理。"))
    if day_of(written.occurred_at) < hazard.found_on:
        raise Problem("before_found", _("时间早于发现隐患的 {day}。"), _("检查手机的日期后重发。"), day=hazard.found_on.isoformat())


def power_from(origin: str, written: Written[Any]) -> str:
    """The power that a step takes: that of the kind of evidence as which the county's notice counts it; where it counts none, of settling."""
    kind = pack_for(written.county, settings.DEFAULT_PACK).evidence_from(origin)
    return f"record.{kind.id}" if kind else "settle.hazards"


def later(first: datetime | None, second: datetime) -> datetime:
    """The later of two moments, of which the first may be missing."""
    return second if first is None else max(first, second)
