"""The brigade loads the elements of an edition whose wording was not published, copied from the standard; it is used once a second person has checked it."""

from collections.abc import Sequence
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
    """Every element of ``edition``. ``to_check``: a second person has to confirm it; only entries of an earlier day stand without."""

    edition: Short
    rows: tuple[ElementRow, ...] = Field(min_length=1, max_length=400)
    to_check: bool = False


def payload_of(rows: Sequence[Row], edition: str) -> ElementsLoaded:
    """What is recorded of a table that was read from a file."""
    return ElementsLoaded(edition=edition, to_check=True, rows=tuple(ElementRow(line=row.number, cells=_cells(row)) for row in rows))


def _cells(row: Row) -> dict[str, str]:
    return {key: "、".join(map(str, cell)) if isinstance(cell, list) else row.text(key) for key, cell in row.cells.items()}


def check(written: Written[ElementsLoaded], actor: Actor) -> None:
    """The whole table must be right; the first of its mistakes is told, and how many there are."""
    payload = written.payload
    if not payload.to_check:
        raise Problem("elements_unchecked", _("要素表装载后须由另一个人复核。"), _("把应用更新到当前版本后再装载。"))
    try:
        read_table([Row(row.line, row.cells) for row in payload.rows], payload.edition, editions(), named=False)
    except Problems as found:
        raise Problem(
            "elements_refused", _("要素表有 {count} 处问题，第一处：{first}"), _("用 sanzhang elements check 查看每一处。"),
            count=len(found.problems), first=str(found.problems[0]),
        ) from None  # fmt: skip


def apply(written: Written[ElementsLoaded]) -> None:
    """The table stands beside the earlier ones. One of an earlier day named who checked it in its rows, and is used at once."""
    payload = written.payload
    checked = {} if payload.to_check else {"right": True, "checked_at": written.recorded_at}
    ElementTable.objects.create(
        id=written.id, county=written.county, edition=payload.edition, rows=[row.model_dump() for row in payload.rows],
        person=written.person, recorded_at=written.recorded_at, **checked,
    )  # fmt: skip


KIND = Kind("elements.loaded", ElementsLoaded, "determine.major", apply, check)
