"""What the simulation produces: steps, each of which becomes one journal entry; read either as drafts or straight as facts."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID, uuid5

from sanzhang.areas.naming import kind_from_name
from sanzhang.demo.counted import Counted
from sanzhang.rules import facts
from sanzhang.rules.areas import LEVELS
from sanzhang.rules.pack import Pack
from sanzhang.rules.periods import Cadence

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Author:
    """Who makes a step: a person in a post, or (without a person) the program itself."""

    person: str = ""
    post: str = ""
    area: str = ""
    sector: str = ""
    appointment: str = ""


PROGRAM = Author()


@dataclass(frozen=True, slots=True)
class Step:
    """One entry to be. ``recorded_at`` is when it would have reached the journal, which for a telephone without a net is days later."""

    id: UUID
    kind: str
    area: str
    by: Author
    occurred_at: datetime
    recorded_at: datetime
    payload: Payload


@dataclass(frozen=True)
class Simulated:
    """A county with its register and a stretch of its life; ``steps`` in the order in which they were recorded.

    The same arguments give the same bytes. ``showcase`` is a village worth showing: neither the best nor the worst.
    """

    pack: Pack
    county: str
    months: int
    seed: int
    since: date
    until: date
    showcase: str
    steps: tuple[Step, ...]

    @cached_property
    def _facts(self) -> facts.Facts:
        return facts_of(self.county, self.steps, self.pack)

    def as_facts(self) -> facts.Facts:
        """The facts that the journal would hold, with the moments at which they became known; no database needed."""
        return self._facts

    def count(self, kind: str) -> int:
        """How many steps of a kind there are."""
        return sum(step.kind == kind for step in self.steps)


def smallest_cover(areas: tuple[str, ...]) -> str:
    """The smallest area that covers all ``areas``."""
    for length in sorted(LEVELS, reverse=True):
        starts = {area[:length] for area in areas}
        if len(starts) == 1 and len(areas[0]) >= length:
            return starts.pop()
    return ""


def successor_key(step: UUID) -> str:
    """The appointment that a hand-over begins."""
    return str(uuid5(step, "successor"))


def facts_of(county: str, steps: tuple[Step, ...], pack: Pack) -> facts.Facts:
    """Fold ``steps`` into facts, as the journal's tables would."""
    folding = _Folding(pack)
    for step in steps:
        fold = _FOLDS.get(step.kind)
        if fold:
            fold(folding, step)
    return facts.Facts(
        county,
        tuple(state for _, states in sorted(folding.areas.items()) for state in states),
        tuple(state for _, states in sorted(folding.appointments.items()) for state in states),
        tuple(folding.records.values()),
        tuple(folding.exemptions),
        tuple(folding.decisions),
    )


class _Folding:
    def __init__(self, pack: Pack) -> None:
        self.areas: dict[str, list[facts.Area]] = {}
        self.appointments: dict[str, list[facts.Appointment]] = {}
        self.records: dict[str, facts.Record] = {}
        self.counted = Counted(pack, self.records)
        self.exemptions: list[facts.Exemption] = []
        self.decisions: list[facts.ParameterDecision] = []

    def area(self, step: Step) -> None:
        states, said = self.areas.setdefault(step.area, []), step.payload
        if states:
            states[-1] = replace(states[-1], superseded_at=step.recorded_at)
        kind = said.get("kind") or kind_from_name(said["name"])
        states.append(
            facts.Area(
                step.area,
                said["name"],
                kind,
                _day(said, "valid_from"),
                _day(said, "valid_to"),
                said.get("merged_into", ""),
                step.recorded_at,
            )
        )

    def appointment(self, step: Step) -> None:
        said = step.payload
        self._hold(
            facts.Appointment(
                said["key"], said["person"], said["post"], step.area, date.fromisoformat(said["start"]), _day(said, "end"),
                said.get("sector", ""), step.recorded_at,
            )
        )  # fmt: skip

    def hand_over(self, step: Step) -> None:
        from_day = date.fromisoformat(step.payload["from_day"])
        held = self.appointments[step.payload["appointment"]][-1]
        self._hold(replace(held, end=date.fromordinal(from_day.toordinal() - 1), recorded_at=step.recorded_at))
        self._hold(replace(held, id=successor_key(step.id), person=step.payload["successor"], start=from_day, recorded_at=step.recorded_at))

    def _hold(self, held: facts.Appointment) -> None:
        states = self.appointments.setdefault(held.id, [])
        if states:
            states[-1] = replace(states[-1], superseded_at=held.recorded_at)
        states.append(held)

    def record(self, step: Step) -> None:
        said = step.payload
        self.records[str(step.id)] = facts.Record(
            str(step.id), said["evidence"], tuple(said["areas"]), step.occurred_at.date(), step.by.person, step.by.post, step.by.sector,
            frozenset(said["parties"]), said["for_period"], said["refers_to"], said["data"], step.recorded_at,
        )  # fmt: skip

    def withdrawal(self, step: Step) -> None:
        withdrawn = step.payload["record"]
        self.records[withdrawn] = replace(self.records[withdrawn], withdrawn_at=step.recorded_at)

    def exemption(self, step: Step) -> None:
        said = step.payload
        self.exemptions.append(facts.Exemption(str(step.id), said["duty"], step.area, said["period"], said["reason"], step.recorded_at))

    def decision(self, step: Step) -> None:
        said = step.payload
        self.decisions.append(
            facts.ParameterDecision(
                str(step.id),
                said["parameter"],
                _value(said["value"]),
                date.fromisoformat(said["valid_from"]),
                said["basis"],
                step.recorded_at,
            )
        )


_FOLDS = {
    "area.set": _Folding.area,
    "appointment.set": _Folding.appointment,
    "post.handed_over": _Folding.hand_over,
    "record.made": _Folding.record,
    "record.withdrawn": _Folding.withdrawal,
    "inspection.made": lambda folding, step: folding.counted.inspection(step),
    "inspection.withdrawn": lambda folding, step: folding.counted.withdrawal(step),
    "hazard.found": lambda folding, step: folding.counted.hazard(step),
    "hazard.corrected": lambda folding, step: folding.counted.hazard(step),
    "hazard.reported": lambda folding, step: folding.counted.hazard(step),
    "hazard.moved": lambda folding, step: folding.counted.hazard(step),
    "case.opened": lambda folding, step: folding.counted.case(step),
    "case.moved": lambda folding, step: folding.counted.case(step),
    "exemption.granted": _Folding.exemption,
    "parameter.decided": _Folding.decision,
}


def _day(said: Payload, field: str) -> date | None:
    return date.fromisoformat(said[field]) if said.get(field) else None


def _value(said: int | str) -> int | Cadence:
    return Cadence(said) if isinstance(said, str) else said
