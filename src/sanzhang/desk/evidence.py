"""What counts for an obligation or a proposal, as lines that lead to it: records, inspections, steps about hazards, decisions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from sanzhang.desk.tables.hazards import event_title
from sanzhang.desk.words import say
from sanzhang.hazards import queries as hazards
from sanzhang.hazards.models import Hazard
from sanzhang.hazards.states import Event
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
    """Those of ``ids`` that lie inside the scope, the oldest first. Four queries, however many there are."""
    wanted = [UUID(id) for id in ids]
    if not wanted:
        return []
    lines = [*_records(scope, board, wanted), *_inspections(scope, board, wanted), *_steps(scope, board, wanted)]
    lines += _decisions(scope, board, wanted)
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


def _decisions(scope: Scope, board: Board, ids: list[UUID]) -> list[Line]:
    titles = {measure.id: say(measure.title) for measure in board.pack.measures}
    return [
        Line(
            str(row.id), row.decided_on, _("措施决定"), _who(board, row.person), f"{titles.get(row.measure, row.measure)} {row.reason}",
            reverse("desk:proposals"),
        )
        for row in measures.visible_to(scope).filter(id__in=ids)
    ]  # fmt: skip


def step_title(board: Board, event: str) -> str:
    """A step about a hazard, called as the kind of evidence as which it counts here."""
    kind = board.pack.evidence_from(f"hazard.{event}")
    return say(kind.title) if kind else event_title(board.facts.county, event)


def _title(board: Board, kind: str) -> str:
    return next((say(known.title) for known in board.pack.evidence if known.id == kind), kind)


def _who(board: Board, person: str) -> str:
    return board.people.get(person, "—")
