"""GET /today: what is due and where to go, as far as the phone may see it. GET /fulfilled: what entries turned out to be for."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

from django.views.decorators.gzip import gzip_page
from ninja import Query, Router, Schema
from ninja.decorators import decorate_view

from sanzhang.api.caller import ApiRequest, Caller
from sanzhang.api.problems import Refused
from sanzhang.api.v1.shapes import values
from sanzhang.api.v1.visits import PlannedVisit, Suggested, planned_visits, suggested
from sanzhang.journal.models import Entry
from sanzhang.packs.words import say
from sanzhang.rules.evidence import doers_of
from sanzhang.rules.facts import Appointment
from sanzhang.rules.obligations import Obligation, beginning
from sanzhang.rules.problems import Problem, gettext_noop as _
from sanzhang.rules.standing import Standing, State
from sanzhang.standing.board import Board, board

router = Router()
SOON = timedelta(days=31)
DUE = (State.OPEN, State.OVERDUE)
MOST = 300
DutyState = Annotated[State, values(State)]


class Due(Schema):
    """One obligation that something done on the phone may fulfil, from ``start`` on, which may lie up to a month ahead."""

    key: str
    duty: str
    title: str
    clause: str
    area: str
    area_name: str
    period: str
    state: DutyState
    start: date
    due: date
    counted: int
    at_least: int
    evidence: list[str]
    done_by: list[str]
    parties: list[str]
    owner_name: str
    mine: bool


class Today(Schema):
    """What is due, the most urgent first. ``total``: how many duties have begun, also where not all are told.

    ``visits``: places that plans ask for; ``suggested``: places where a visit helps most, which nobody asks for.
    """

    as_of: date
    duties: list[Due]
    total: int
    visits: list[PlannedVisit]
    suggested: list[Suggested]


class Served(Schema):
    """An obligation that an entry counts for."""

    title: str
    clause: str
    area_name: str
    owner_name: str
    state: DutyState


class Fulfilled(Schema):
    """For each entry, what it counts for."""

    as_of: date
    entries: dict[str, list[Served]]


@router.get("/today", response=Today, operation_id="today")
@decorate_view(gzip_page)
def today(request: ApiRequest) -> dict[str, Any]:
    """Obligations inside the caller's own areas that are overdue or due within a month, then his own that begin within one; and where to go."""
    caller = request.caller
    whole = board(caller.county)
    doers = {duty.id: doers_of(whole.pack, duty) for duty in whole.pack.duties}
    due = [
        standing
        for standing in whole.standings
        if standing.state in DUE
        and standing.obligation.window.start <= whole.as_of
        and standing.obligation.window.due <= whole.as_of + SOON
        and _near(caller, standing.obligation, doers[standing.obligation.duty.id])
    ]
    due.sort(key=lambda standing: (standing.state != State.OVERDUE, standing.obligation.window.due, standing.obligation.key))
    listed = [*due, *_coming(whole, caller, doers)][:MOST]
    told = [_due(whole, standing, caller, doers[standing.obligation.duty.id]) for standing in listed]
    return {
        "as_of": whole.as_of, "duties": told, "total": len(due), "visits": planned_visits(caller, whole.as_of),
        "suggested": suggested(caller, whole.as_of),
    }  # fmt: skip


@router.get("/fulfilled", response=Fulfilled, operation_id="fulfilled")
def fulfilled(request: ApiRequest, entries: Annotated[str, Query(max_length=4000)]) -> dict[str, Any]:
    """Which obligations each entry counts for: all of them for one's own entries, otherwise those inside the scope.

    Hazards are asked for by their own ids.
    """
    caller = request.caller
    whole = board(caller.county)
    ids = _ids(entries)
    own = {str(id) for id in Entry.objects.filter(id__in=ids, person=caller.person).values_list("id", flat=True)}
    served = {
        entry: [
            _served(whole, one)
            for one in whole.counted_for.get(entry, [])
            if entry in own or caller.scope.covers(one.obligation.area, one.obligation.sector)
        ]
        for entry in map(str, ids)
    }
    return {"as_of": whole.as_of, "entries": served}


def _ids(entries: str) -> list[UUID]:
    ids = []
    for text in entries.split(","):
        try:
            ids.append(UUID(text))
        except ValueError:
            raise Refused(422, Problem("entry_id", _("“{id}”不是记录编号。"), _("请更新应用。"), id=text[:40])) from None
    return ids


def _coming(whole: Board, caller: Caller, doers: Mapping[str, frozenset[str]]) -> list[Standing]:
    """What begins within a month and is his to do, as it will stand then: a phone that finds no network until then shows it from its first day on."""
    around = [
        code
        for code in whole.facts.area_by_code
        if any(code.startswith(actor.area) or actor.area.startswith(code) for actor in caller.actors)
    ]
    day = whole.as_of
    found = beginning(whole.pack, whole.facts, whole.parameters, day, day + SOON, frozenset(around))
    near = [
        Standing(obligation, State.OPEN, (), None, (), _holder(whole, obligation))
        for obligation in found
        if _near(caller, obligation, doers[obligation.duty.id])
    ]
    own = [standing for standing in near if _is_his(caller, standing, doers[standing.obligation.duty.id])]
    return sorted(own, key=lambda one: (one.obligation.window.start, one.obligation.window.due, one.obligation.key))


def _holder(whole: Board, obligation: Obligation) -> Appointment | None:
    day = whole.as_of
    held = whole.holders.over(obligation.duty.owed_by, obligation.area, obligation.sector, day, day)
    return held[-1] if held else None


def _near(caller: Caller, obligation: Obligation, doers: frozenset[str]) -> bool:
    """What his own work counts for, of his areas and those around them; and what the level just below his owes.

    So a county's officer is not told of every grid's rounds, nor a grid worker of the banner's meetings.
    """
    for actor in caller.actors:
        if actor.sector not in ("", obligation.sector):
            continue
        if actor.post in doers and (actor.area.startswith(obligation.area) or obligation.area.startswith(actor.area)):
            return True
        if obligation.area.startswith(actor.area) and len(obligation.area) <= len(actor.area) + 3:
            return True
    return False


def _is_his(caller: Caller, standing: Standing, doers: frozenset[str]) -> bool:
    return bool(standing.owner and standing.owner.person == caller.person) or any(actor.post in doers for actor in caller.actors)


def _due(whole: Board, standing: Standing, caller: Caller, doers: frozenset[str]) -> dict[str, Any]:
    obligation = standing.obligation
    duty = obligation.duty
    return {
        "key": obligation.key, "duty": duty.id, "title": say(duty.title), "clause": duty.clause, "area": obligation.area,
        "area_name": whole.area_name(obligation.area), "period": obligation.window.key, "state": str(standing.state),
        "start": obligation.window.start, "due": obligation.window.due, "counted": standing.counted, "at_least": obligation.window.at_least, "evidence": list(duty.evidence),
        "done_by": sorted(doers), "parties": list(duty.parties), "owner_name": _owner(whole, standing),
        "mine": _is_his(caller, standing, doers),
    }  # fmt: skip


def _served(whole: Board, standing: Standing) -> dict[str, Any]:
    obligation = standing.obligation
    return {
        "title": say(obligation.duty.title), "clause": obligation.duty.clause, "area_name": whole.area_name(obligation.area),
        "owner_name": _owner(whole, standing), "state": str(standing.state),
    }  # fmt: skip


def _owner(whole: Board, standing: Standing) -> str:
    return whole.people.get(standing.owner.person, "") if standing.owner else ""
