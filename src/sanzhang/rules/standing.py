"""Obligations and records → standing: who owes what, and whether it was done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sanzhang.rules.evidence import Evidence
from sanzhang.rules.facts import Appointment, Area, Exemption, Facts
from sanzhang.rules.holders import Holders
from sanzhang.rules.obligations import Obligation, obligations
from sanzhang.rules.pack.model import Pack
from sanzhang.rules.parameters import Parameters


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
    ``reason``: why it is exempt (``area_created``, ``area_ended``, or the decision's own words).
    """

    obligation: Obligation
    state: State
    records: tuple[str, ...]
    met_on: date | None
    holders: tuple[Appointment, ...]
    owner: Appointment | None
    reason: str = ""

    @property
    def counted(self) -> int:
        """How many records count."""
        return len(self.records)

    @property
    def is_vacant(self) -> bool:
        """Whether nobody answers for it."""
        return self.owner is None


def evaluate(pack: Pack, facts: Facts, as_of: date, known_at: datetime | None = None, since: date | None = None) -> list[Standing]:
    """Standing of every obligation of the county on ``as_of`` with what was known at ``known_at`` (default: all that is known).

    Obligations that closed before ``since`` (default: the first day of ``as_of``'s year) are left out.
    A pure function: the same input gives the same output.
    """
    known = facts.known_at(known_at)
    parameters = Parameters(pack, known.decisions)
    evidence = Evidence(pack, known, as_of)
    holders = Holders(pack, known)
    exemptions = {(exemption.duty, exemption.area, exemption.period): exemption for exemption in known.exemptions}
    return [
        _stand(obligation, evidence, holders, known.area_by_code.get(obligation.area), exemptions, as_of)
        for obligation in obligations(pack, known, parameters, since or date(as_of.year, 1, 1), as_of)
    ]


def _stand(
    obligation: Obligation,
    evidence: Evidence,
    holders: Holders,
    area: Area | None,
    exemptions: dict[tuple[str, str, str], Exemption],
    as_of: date,
) -> Standing:
    window = obligation.window
    records = evidence.for_obligation(obligation)
    met_on = _met_on(obligation, sorted(record.occurred_on for record in records))
    state, reason = _state(obligation, met_on, area, exemptions, as_of)
    during = holders.over(obligation.duty.owed_by, obligation.area, obligation.sector, window.start, min(window.closes, as_of))
    owner = _owner(during, met_on or min(window.due, as_of))
    return Standing(obligation, state, tuple(record.id for record in records), met_on, tuple(during), owner, reason)


def _met_on(obligation: Obligation, days: list[date]) -> date | None:
    wanted = max(obligation.window.at_least, 1)
    return days[wanted - 1] if len(days) >= wanted else None


def _state(
    obligation: Obligation, met_on: date | None, area: Area | None, exemptions: dict[tuple[str, str, str], Exemption], as_of: date
) -> tuple[State, str]:
    window = obligation.window
    if met_on is not None:
        return (State.MET if met_on <= window.due else State.MET_LATE), ""
    exemption = exemptions.get((obligation.duty.id, obligation.area, window.key))
    if exemption:
        return State.EXEMPT, exemption.reason
    if area and area.valid_from and area.valid_from > window.start:
        return State.EXEMPT, "area_created"
    if area and area.valid_to and area.valid_to < min(window.due, as_of):
        return State.EXEMPT, "area_ended"
    if as_of <= window.due:
        return State.OPEN, ""
    return (State.OVERDUE if as_of <= window.closes else State.MISSED), ""


def _owner(during: Iterable[Appointment], day: date) -> Appointment | None:
    return next((held for held in reversed(list(during)) if held.holds_on(day)), None)
