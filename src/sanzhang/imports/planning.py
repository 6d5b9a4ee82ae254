"""Understand a file: read every row, find the present state it is about, and note everything that is wrong. Only reads."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from sanzhang.imports.cells import CLEAR, plain, reader
from sanzhang.imports.headers import read_head
from sanzhang.imports.known import Known
from sanzhang.imports.reading import Sheet, is_blank
from sanzhang.imports.table import Change, Column, Fault, Row, Table
from sanzhang.rules.areas import covers
from sanzhang.rules.problems import Problem, gettext_noop as _


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would change. ``faults``: what is wrong with the file as a whole."""

    table: Table
    known: Known
    rows: list[Row]
    faults: list[Fault]

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong so far."""
        return not self.faults and not any(row.faults for row in self.rows)

    def steps(self) -> list[tuple[Row, Change]]:
        """The changes to be made by rows without a fault, in the order in which they can be made."""
        found = [(row, change) for row in self.rows if not row.faults for change in row.changes if change.before is None or change.changed]
        return sorted(found, key=lambda step: self.table.order(step[1]))


def make_plan(table: Table, sheet: Sheet, known: Known) -> Plan:
    """The plan for a file. A broken head stops short of the meaning of the rows, but not of the faults in their cells."""
    head = read_head(sheet, table)
    readers = {position: (column, reader(column, known)) for position, column in head.columns.items()}
    rows = [_read_row(number, cells, readers) for number, cells in head.rows]
    faults = list(head.faults)
    if not faults:
        if not rows:
            faults.append(Fault(0, "", Problem("file_no_rows", _("表头下面没有内容。"), _("从表头的下一行起填写。"))))
        for row in rows:
            _find_meaning(row, table, known)
        _check_repeated(rows, table)
    return Plan(table, known, rows, faults)


def _read_row(number: int, cells: list[Any], readers: dict[int, tuple[Column, Callable[[Any], Any]]]) -> Row:
    row = Row(number)
    for position, (column, read) in readers.items():
        cell = cells[position] if position < len(cells) else None
        if is_blank(cell):
            continue
        try:
            row.given[column.key] = _cleared(column) if isinstance(cell, str) and plain(cell) == CLEAR else read(cell)
        except Problem as problem:
            row.fault(column, problem)
    return row


def _cleared(column: Column) -> Any:
    if column.required:
        raise Problem("cell_required", _("“{title}”不能清空。"), _("填写内容，或留空以保持原值。"), title=column.title)
    return column.blank


def _find_meaning(row: Row, table: Table, known: Known) -> None:
    """What the row changes, when its key can be read; and whether a new thing has all that it needs."""
    unread = [key for key in table.key if key not in row.given and _is_required(table, key)]
    if unread or row.wrong.intersection(table.key):
        _check_required(row, table, new=not row.wrong.intersection(table.key))
        return
    row.changes = table.meant(row, known)
    _check_required(row, table, new=any(change.before is None for change in row.changes))
    for change in row.changes:
        _check_reach(row, change, table, known)


def _is_required(table: Table, key: str) -> bool:
    column = table.column(key)
    return column is not None and column.required


def _check_required(row: Row, table: Table, *, new: bool) -> None:
    for column in table.columns:
        if column.required and column.key not in row.given and column.key not in row.wrong and (new or column.key in table.key):
            row.fault(
                column, Problem("cell_required", _("“{title}”没有填。"), _("填写后再导入；更新已有的行时才可以留空。"), title=column.title)
            )


def _check_reach(row: Row, change: Change, table: Table, known: Known) -> None:
    """The row must lie in this county and, with what is there now, in the importer's own area and sector. What lies outside isn't told."""
    actor = known.actor
    place = table.column(table.blamed.get("outside_area", ""))
    if change.area and not covers(known.county, change.area):
        row.fault(
            place,
            Problem("other_county", _("{area} 不在本旗（{county}）。"), _("只导入本旗的数据。"), area=change.area, county=known.county),
        )
    elif any(not covers(actor.area, area) for area in (change.area, change.seen_area) if area):
        row.fault(place, Problem("outside_area", _("{area} 不在您任职的区域内。"), _("请由该区域的责任人导入。"), area=change.area))
    elif change.sector is not None and actor.sector and "view.all_sectors" not in actor.powers and change.sector != actor.sector:
        row.fault(table.column("sector"), Problem("outside_sector", _("不属于您的行业。"), _("请由该行业的部门或防火委办公室导入。")))


def _check_repeated(rows: list[Row], table: Table) -> None:
    """The same thing twice in one file: which of the two would hold is anybody's guess."""
    seen: dict[Hashable, int] = {}
    column = table.column(table.key[0])
    for row in rows:
        for change in row.changes:
            first = seen.setdefault(change.identity, row.number)
            if first != row.number:
                row.fault(
                    column, Problem("row_repeated", _("与第 {row} 行重复：{title}。"), _("只留一行。"), row=first, title=change.title)
                )
