"""Inspections, steps about hazards and steps in listings as facts, just as the tables would give them."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid5

from sanzhang.cases.states import COUNTED, DETERMINED, LISTING
from sanzhang.hazards.states import RESULTS, Event
from sanzhang.rules.facts import Record
from sanzhang.rules.pack import Pack

if TYPE_CHECKING:
    from sanzhang.demo.steps import Step

_AT_ONCE = {"on_the_spot": Event.CORRECTED, "cannot": Event.REPORTED}


class Counted:
    """Folds such steps into ``records``, by id. ``pack`` says as which kind of evidence a step about a hazard counts, if any."""

    def __init__(self, pack: Pack, records: dict[str, Record]) -> None:
        self._kinds = {str(event): kind.id for event in Event if (kind := pack.evidence_from(f"hazard.{event}"))}
        self._records = records
        self._found: dict[str, list[str]] = {}
        self._about: dict[str, list[str]] = {}
        self._referred: dict[str, str] = {}
        self._listing = {event: kind.id for event in COUNTED if (kind := pack.evidence_from(f"{LISTING}.{event}"))}
        self._determined: dict[str, str] = {}
        self._listed: set[str] = set()

    def inspection(self, step: "Step") -> None:
        """``inspection.made``, with what it found."""
        said, id = step.payload, str(step.id)
        made = _record(step, id, said["evidence"], data={"places": 1})
        self._records[id] = replace(made, parties=frozenset(said["parties"]))
        self._found[id] = [finding["id"] for finding in said["findings"]]
        for finding in said["findings"]:
            self._finding(step, finding)

    def withdrawal(self, step: "Step") -> None:
        """``inspection.withdrawn``: what it found goes with it."""
        id = step.payload["inspection"]
        gone = [id, *(record for hazard in self._found[id] for record in self._about.get(hazard, ()))]
        for record in gone:
            self._records[record] = replace(self._records[record], withdrawn_at=step.recorded_at)

    def hazard(self, step: "Step") -> None:
        """``hazard.found``, and every later step about a hazard."""
        if step.kind == "hazard.found":
            self._finding(step, step.payload["finding"])
        else:
            self._step(step, step.payload["hazard"], step.payload.get("event") or step.kind.removeprefix("hazard."))

    def case(self, step: "Step") -> None:
        """``case.opened``, and every later step in a case."""
        event, case = step.payload["event"], step.payload.get("case", str(step.id))
        if step.payload.get("cycle") == LISTING:
            self._listed.add(case)
        if event in self._listing and case in self._listed:
            id, answers = str(step.id), "" if event == DETERMINED else self._determined.get(case, "")
            if event == DETERMINED:
                self._determined[case] = id
            data = {"correct_by": step.payload["due"]} if "due" in step.payload else {}
            self._records[id] = _record(step, id, self._listing[event], refers_to=answers, data=data)

    def _finding(self, step: "Step", finding: dict[str, Any]) -> None:
        if Event.FOUND in self._kinds:
            self._keep(finding["id"], _record(step, finding["id"], self._kinds[Event.FOUND], data={"fixed": finding["action"]}))
        if finding["action"] in _AT_ONCE:
            self._step(step, finding["id"], _AT_ONCE[finding["action"]])

    def _step(self, step: "Step", hazard: str, event: str) -> None:
        if event in self._kinds:
            id = str(uuid5(step.id, f"{hazard}{event}"))
            answers = self._referred.get(hazard, "") if event == Event.RECEIPT else hazard
            if event == Event.REFERRED:
                self._referred[hazard] = id
            self._keep(hazard, _record(step, id, self._kinds[event], refers_to=answers, data=RESULTS.get(event, {})))

    def _keep(self, hazard: str, record: Record) -> None:
        self._about.setdefault(hazard, []).append(record.id)
        self._records[record.id] = record


def _record(step: "Step", id: str, kind: str, refers_to: str = "", data: dict[str, Any] | None = None) -> Record:
    by = step.by
    return Record(
        id, kind, (step.area,), step.occurred_at.date(), by.person, by.post, by.sector, refers_to=refers_to, data=data or {},
        recorded_at=step.recorded_at,
    )  # fmt: skip
