"""What a check or a commit found, as pages and the command line show it and as it is kept beside the file."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext

from sanzhang.imports.known import Known
from sanzhang.imports.table import Change, Column, Fault, Parser, Row, Table
from sanzhang.rules.problems import Problem

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"
TELEPHONE = frozenset("0123456789+- ")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a row makes or changes. ``changes``: column, before, after, in words."""

    row: int
    title: str
    state: str
    area: str
    changes: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything about one file: every fault, and what would become of every row."""

    table: str
    county: str
    name: str
    encoding: str
    rows: int
    faults: list[Fault]
    lines: list[Line]

    @property
    def counts(self) -> dict[str, int]:
        """How many things are new, changed and unchanged."""
        counted = Counter(line.state for line in self.lines)
        return {state: counted[state] for state in (NEW, CHANGED, UNCHANGED)}

    @property
    def can_commit(self) -> bool:
        """Whether nothing is wrong, and there is something to do."""
        return not self.faults and any(line.state != UNCHANGED for line in self.lines)


def report_rows(table: Table, known: Known, rows: list[Row], faults: list[Fault], *, name: str, encoding: str) -> Report:
    """The report on ``rows``."""
    columns = {column.key: (column, _words(column, known)) for column in table.columns}
    lines = [_line(row, change, columns) for row in rows for change in row.changes if not row.faults]
    every = sorted([*faults, *(fault for row in rows for fault in row.faults)], key=lambda fault: fault.row)
    return Report(table.name, known.county, name, encoding, len(rows), every, lines)


def _line(row: Row, change: Change, columns: dict[str, tuple[Column, Callable[[Any], str]]]) -> Line:
    if change.before is None:
        return Line(row.number, change.title, NEW, change.area)
    changes = []
    for key in change.changed:
        # A slice has one column for many areas; its area never changes.
        if key in columns:
            column, words = columns[key]
            changes.append((column.title, words(change.before.get(key)), words(change.after.get(key))))
    return Line(row.number, change.title, CHANGED if changes else UNCHANGED, change.area, changes)


def _words(column: Column, known: Known) -> Callable[[Any], str]:
    """How a value of ``column`` is shown."""
    choices = column.choices(known.county) if column.choices else {}

    def words(value: Any) -> str:
        if value is None or value == "" or value == ():
            return "—"
        if column.personal:
            return masked(str(value))
        if column.parser in (Parser.PERSON, Parser.PEOPLE):
            keys = value if isinstance(value, tuple) else (value,)
            return gettext("、").join(known.person_words(key) for key in keys)
        if isinstance(value, tuple | list):
            return gettext("、").join(choices.get(str(one), str(one)) for one in value)
        return value.isoformat() if isinstance(value, date) else choices.get(str(value), str(value))

    return words


def masked(value: str) -> str:
    """A telephone number by its first three and last two digits; of anything else nothing."""
    shown = len(value) > 7 and set(value) <= TELEPHONE
    return f"{value[:3]}{'*' * max(len(value) - 5, 3)}{value[-2:]}" if shown else "***"


def write_report(report: Report) -> dict[str, Any]:
    """The report as JSON holds it."""
    return {
        "table": report.table,
        "county": report.county,
        "name": report.name,
        "encoding": report.encoding,
        "rows": report.rows,
        "faults": [[fault.row, fault.column, _problem(fault.problem)] for fault in report.faults],
        "lines": [[line.row, line.title, line.state, line.area, line.changes] for line in report.lines],
    }


def read_report(data: dict[str, Any]) -> Report:
    """The report again."""
    faults = [
        Fault(row, column, Problem(problem["code"], problem["message"], problem["hint"], **problem["params"]))
        for row, column, problem in data["faults"]
    ]
    lines = [
        Line(row, title, state, area, [(change[0], change[1], change[2]) for change in changes])
        for row, title, state, area, changes in data["lines"]
    ]
    return Report(data["table"], data["county"], data["name"], data["encoding"], data["rows"], faults, lines)


def _problem(problem: Problem) -> dict[str, Any]:
    params = {name: value if isinstance(value, int) else str(value) for name, value in problem.params.items()}
    return {"code": problem.code, "message": problem.message, "hint": problem.hint, "params": params}
