"""What counts for an obligation or a proposal, as lines that lead to it: records, inspections, steps about hazards, decisions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from sanzhang.cases import queries as cases
from sanzhang.cases.models import Case, CaseStep
from sanzhang.desk.steps import table_today
from sanzhang.desk.tables.steps import event_title
from sanzhang.desk.words import say
from sanzhang.hazards import queries as hazards
from sanzhang.hazards.models import Hazard
from sanzhang.hazards.states import CYCLE, Event
from sanzhang.inspections import queries as inspections
from sanzhang.journal.actors import Scope
from sanzhang.measures import queries as measures
from sanzhang.records import queries as records
from sanzhang.standing.board import Board


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that counts: when, as what, who did it, and where it is read in full."""

    id: str
    day: date
    kind: str
    who: str
    note: str
    url: str


def evidence_lines(scope: Scope, board: Board, ids: Collection[str]) -> list[Line]:
    """Those of ``ids`` that lie inside the scope, the oldest first. Five queries, however many there are."""
    wanted = [UUID(id) for id in ids]
    if not wanted:
        return []
    lines = [*_records(scope, board, wanted), *_inspections(scope, board, wanted), *_steps(scope, board, wanted)]
    lines += [*_case_steps(scope, board, wanted), *_decisions(scope, board, wanted)]
    return sorted(lines, key=lambda line: (line.day, line.id))


def _records(scope: Scope, board: Board, ids: list[UUID]) -> list[Line]:
    rows = records.visible_to(scope).filter(id__in=ids)
    return [
        Line(
            str(row.id), row.occurred_on, _title(board, row.kind), _who(board, row.person), row.note, reverse("desk:record", args=[row.id])
        )
        for row in rows
    ]


def _inspections(scope: Scope, board: Board, ids: list[UUID]) -> list[Line]:
    return [
        Line(
            str(row.id), row.occurred_on, _title(board, row.evidence), _who(board, row.person),
            str(row.place.get("name") or row.place.get("number") or ""), reverse("desk:inspection", args=[row.id]),
        )
        for row in inspections.visible_to(scope).filter(id__in=ids)
    ]  # fmt: skip


def _steps(scope: Scope, board: Board, ids: list[UUID]) -> list[Line]:
    """Finding a hazard counts under the hazard's own id, every later step under its own."""
    text = Subquery(Hazard.objects.filter(id=OuterRef("hazard")).values("text")[:1])
    counted = Q(id__in=ids) | Q(event=Event.FOUND, hazard__in=ids)
    return [
        Line(
            str(row.hazard if row.event == Event.FOUND else row.id), row.occurred_on, step_title(board, row.event), _who(board, row.person),
            row.text, reverse("desk:hazard", args=[row.hazard]),
        )
        for row in hazards.steps_visible_to(scope).filter(counted).annotate(text=text)
    ]  # fmt: skip


def _case_steps(scope: Scope, board: Board, ids: list[UUID]) -> list[Line]:
    rows = cases.steps_visible_to(scope).filter(id__in=ids)
    name = Subquery(Case.objects.filter(id=OuterRef("case")).values("place_name")[:1])
    return [
        Line(
            str(row.id), row.occurred_on, _title_of_case(board, row), _who(board, row.person), row.place, reverse("desk:case", args=[row.case]),
        )
        for row in rows.annotate(place=name)
    ]  # fmt: skip


def _title_of_case(board: Board, row: CaseStep) -> str:
    kind = board.pack.evidence_from(f"{row.cycle}.{row.event}")
    return say(kind.title) if kind else event_title(table_today(board.facts.county, row.cycle), row.event)


def _decisions(scope: Scope, board: Board, ids: list[UUID]) -> list[Line]:
    titles = {measure.id: say(measure.title) for measure in board.pack.measures}
    return [
        Line(
            str(row.id), row.decided_on, _("措施决定"), _who(board, row.person), f"{titles.get(row.measure, row.measure)} {row.reason}",
            reverse("desk:proposals"),
        )
        for row in measures.visible_to(scope).filter(id__in=ids)
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class StepPage:
    """The page of the hazard, or of the case, about which a step was taken."""

    url: str
    hazard: bool


def step_page(scope: Scope, id: str) -> StepPage | None:
    """Where the step that counts under ``id`` is read in full; None where no such step lies inside the scope."""
    if not id:
        return None
    step = hazards.steps_visible_to(scope).filter(Q(id=id) | Q(hazard=id)).first()
    if step:
        return StepPage(reverse("desk:hazard", args=[step.hazard]), hazard=True)
    case = cases.steps_visible_to(scope).filter(id=id).first()
    return StepPage(reverse("desk:case", args=[case.case]), hazard=False) if case else None


def step_title(board: Board, event: str) -> str:
    """A step about a hazard, called as the kind of evidence as which it counts here."""
    kind = board.pack.evidence_from(f"hazard.{event}")
    return say(kind.title) if kind else event_title(table_today(board.facts.county, CYCLE), event)


def _title(board: Board, kind: str) -> str:
    return next((say(known.title) for known in board.pack.evidence if known.id == kind), kind)


def _who(board: Board, person: str) -> str:
    return board.people.get(person, "—")
