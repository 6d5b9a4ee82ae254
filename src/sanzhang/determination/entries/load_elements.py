"""The brigade loads the elements of an edition whose wording was not published, copied from the standard and checked by a second person."""

from typing import Annotated

from pydantic import Field, StringConstraints

from sanzhang.determination.models import ElementTable
from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Payload, Short, Written
from sanzhang.packs import editions
from sanzhang.rules.determination.rows import Row
from sanzhang.rules.determination.table import read_table
from sanzhang.rules.problems import Problem, Problems, gettext_noop as _

Cell = Annotated[str, StringConstraints(max_length=1000)]


class ElementRow(Payload):
    """One row: the number by which its file shows it, and its cells by column."""

    line: int
    cells: dict[Short, Cell]


class ElementsLoaded(Payload):
    """Every element of ``edition``; a later table takes the place of an earlier one."""

    edition: Short
    rows: tuple[ElementRow, ...] = Field(min_length=1, max_length=200)


def check(written: Written[ElementsLoaded], actor: Actor) -> None:
    """The whole table must be right; the first of its mistakes is told, and how many there are."""
    payload = written.payload
    try:
        read_table([Row(row.line, row.cells) for row in payload.rows], payload.edition, editions())
    except Problems as found:
        raise Problem(
            "elements_refused", _("要素表有 {count} 处问题，第一处：{first}"), _("用 sanzhang elements check 查看每一处。"),
            count=len(found.problems), first=str(found.problems[0]),
        ) from None  # fmt: skip


def apply(written: Written[ElementsLoaded]) -> None:
    """The table stands beside the earlier ones; the newest is used."""
    payload = written.payload
    ElementTable.objects.create(
        id=written.id, county=written.county, edition=payload.edition, rows=[row.model_dump() for row in payload.rows],
        person=written.person, recorded_at=written.recorded_at,
    )  # fmt: skip


KIND = Kind("elements.loaded", ElementsLoaded, "determine.major", apply, check)
