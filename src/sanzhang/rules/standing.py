"""Obligations and records → standing: who owes what, and whether it was done."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sanzhang.rules.collecting import collector_at_rest
from sanzhang.rules.evidence import Evidence
from sanzhang.rules.facts import Appointment, Area, Exemption, Facts, Record
from sanzhang.rules.holders import Holders
from sanzhang.rules.lifting import lifted
from sanzhang.rules.obligations import Obligation, Window, obligations
from sanzhang.rules.pack.model import Pack
from sanzhang.rules.parameters import Parameters

_Exemptions = dict[tuple[str, str, str], Exemption]


class State(StrEnum):
    """State of an obligation on a day; the value is stored and exported."""

    MET = "met"
    MET_LATE = "met_late"
    OPEN = "open"
    OVERDUE = "overdue"
    MISSED = "missed"
    EXEMPT = "exempt"


@dataclass(frozen=True, slots=True)
class Standing:
    """One obligation as it stands on ``as_of``.

    ``records``: ids of all records that count, oldest first. ``met_on``: the day of the record that made it enough.
    ``holders``: who held the owing post during it. ``owner``: who answers for it now — for a met one, who held the
    post that day; else who held it on the due day (or on ``as_of``, if earlier). None is a vacancy: 无人负责.
    ``reason``: why it is exempt (``area_created``, ``area_ended``, ``lifted``, or the decision's own words).
    ``lifted_by``: id of the record since which nothing is owed any more; empty where there is none, or it was done before.
    """

    obligation: Obligation
    state: State
    records: tuple[str, ...]
    met_on: date | None
    holders: tuple[Appointment, ...]
    owner: Appointment | None
    reason: str = ""
    lifted_by: str = ""

    @property
    def counted(self) -> int:
        """How many records count."""
        return len(self.records)


def evaluate(pack: Pack, facts: Facts, as_of: date, known_at: datetime | None = None, since: date | None = None) -> list[Standing]:
    """Standing of every obligation of the county on ``as_of`` with what was known at ``known_at`` (default: all that is known).

    Obligations that closed before ``since`` (default: the first day of ``as_of``'s year) are left out.
    A pure function: the same input gives the same output, in whatever order the facts come.
    """
    with collector_at_rest():
        return _evaluate(pack, facts.known_at(known_at), as_of, since or date(as_of.year, 1, 1))


def _evaluate(pack: Pack, known: Facts, as_of: date, since: date) -> list[Standing]:
    parameters = Parameters(pack, known.decisions)
    evidence = Evidence(pack, known, as_of, since)
    holders = Holders(known)
    exemptions, lifts = _exemptions(pack, known, as_of), lifted(pack, known, as_of)
    standings = []
    for obligation in obligations(pack, known, parameters, since, as_of):
        records = evidence.for_obligation(obligation)
        met_on = _met_on(obligation.window, records)
        lifting = None if met_on else lifts.get((obligation.duty.id, obligation.trigger))
        lifted_on = lifting.occurred_on if lifting else None
        ended_on = met_on or lifted_on
        if obligation.trigger and ended_on and ended_on < since:
            continue  # answered or lifted, and so closed, long ago
        state, reason = _state(obligation, met_on, lifted_on, known.area_by_code.get(obligation.area), exemptions, as_of)
        window = obligation.window
        during = holders.over(obligation.duty.owed_by, obligation.area, obligation.sector, window.start, min(window.closes, as_of))
        owner = _owner(during, met_on or min(window.due, as_of))
        counted = tuple([record.id for record in records])
        standings.append(Standing(obligation, state, counted, met_on, tuple(during), owner, reason, lifting.id if lifting else ""))
    return standings


def _exemptions(pack: Pack, known: Facts, as_of: date) -> _Exemptions:
    """Exemptions by duty, area and period. What was granted for a triggered duty goes with it to the area that took the place over."""
    triggered = {duty.id for duty in pack.duties if duty.trigger}
    return {
        (
            exemption.duty,
            known.present_area(exemption.area, as_of) if exemption.duty in triggered else exemption.area,
            exemption.period,
        ): exemption
        for exemption in sorted(known.exemptions, key=lambda exemption: exemption.id)
    }


def _met_on(window: Window, records: list[Record]) -> date | None:
    """The day of the record that made it enough; ``records`` are oldest first."""
    return records[window.at_least - 1].occurred_on if len(records) >= window.at_least else None


def _state(
    obligation: Obligation, met_on: date | None, lifted_on: date | None, area: Area | None, exemptions: _Exemptions, as_of: date
) -> tuple[State, str]:
    window = obligation.window
    if met_on is not None:
        return (State.MET if met_on <= window.due else State.MET_LATE), ""
    exemption = exemptions.get((obligation.duty.id, obligation.area, window.key))
    if exemption:
        return State.EXEMPT, exemption.reason
    if lifted_on is not None:
        return (State.EXEMPT, "lifted") if lifted_on <= window.due else (State.MISSED, "")
    closes = window.closes
    if area:
        # A triggered duty does not need the area to have stood since then: it was begun there, or came over with a place taken over.
        if area.valid_from and area.valid_from > window.start and not obligation.trigger:
            return State.EXEMPT, "area_created"
        if area.valid_to:
            if area.valid_to < min(window.due, as_of):
                return State.EXEMPT, "area_ended"
            closes = min(closes, area.valid_to)  # nobody can make it up any more
    if as_of <= window.due:
        return State.OPEN, ""
    return (State.OVERDUE if as_of <= closes else State.MISSED), ""


def _owner(during: list[Appointment], day: date) -> Appointment | None:
    for held in reversed(during):
        if held.holds_on(day):
            return held
    return None
