"""How a table that can be imported is declared: its columns, its key, and what a row means."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sanzhang.journal.kinds import Draft
from sanzhang.rules.problems import Problem

if TYPE_CHECKING:
    from sanzhang.imports.known import Known

IMPORT = "import.data"


class Parser(StrEnum):
    """How a cell is read. ``AREA`` and ``AREAS`` are codes that must be registered; ``PERSON`` and ``PEOPLE`` are people's numbers."""

    TEXT = "text"
    CODE = "code"
    AREA = "area"
    AREAS = "areas"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    INTEGER = "integer"
    DECIMAL = "decimal"
    PERSON = "person"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``title`` is its head, ``synonyms`` are also understood. ``required``: a new row must fill it.

    ``choices`` gives the values and their titles; ``longest`` is the room in the database; ``past``: the day must not lie ahead;
    ``personal``: shown masked; ``blank``: the value that clears it.
    """

    key: str
    title: str
    parser: Parser = Parser.TEXT
    synonyms: tuple[str, ...] = ()
    required: bool = False
    help: str = ""
    examples: tuple[str, ...] = ()
    choices: "Callable[[str], dict[str, str]] | None" = None
    longest: int = 0
    past: bool = False
    personal: bool = False

    @property
    def blank(self) -> Any:
        """The empty value."""
        empty = {Parser.DATE: None, Parser.INTEGER: 0, Parser.DECIMAL: None, Parser.CHOICES: (), Parser.PEOPLE: (), Parser.AREAS: ()}
        return empty.get(self.parser, "")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. ``row`` 0: the file as a whole; ``column`` is a column's title, or empty for the row as a whole."""

    row: int
    column: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Change:
    """What a row makes of one thing in a register. ``before`` is the present state by column, None for a new thing; ``after`` the whole new state.

    ``seen_area``: where the thing lies now, which must be inside the importer's area too.
    """

    key: str
    area: str
    title: str
    before: dict[str, Any] | None
    after: dict[str, Any]
    identity: Hashable
    sector: str | None = None
    seen_area: str = ""

    @property
    def changed(self) -> list[str]:
        """The columns whose value becomes another."""
        return [name for name, value in self.after.items() if self.before is None or self.before.get(name) != value]


@dataclass(slots=True)
class Row:
    """One row of a file: the cells that say something, by column; what it changes; what is wrong with it."""

    number: int
    given: dict[str, Any] = field(default_factory=dict)
    wrong: set[str] = field(default_factory=set)
    changes: list[Change] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, column: "Column | None", problem: Problem) -> None:
        """Note something wrong."""
        self.faults.append(Fault(self.number, column.title if column else "", problem))
        if column:
            self.wrong.add(column.key)


@dataclass(frozen=True, slots=True)
class Table:
    """One table. ``key``: the columns that say which row of the register is meant; ``meant`` works out what a row changes; ``draft`` is its entry.

    ``order``: in which order changes are made, where the file's own order would not do. ``blamed``: the column that a refusal of the journal is about.
    """

    name: str
    title: str
    power: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    meant: "Callable[[Row, Known], list[Change]]"
    draft: Callable[[Change], Draft]
    order: Callable[[Change], Any] = lambda change: 0
    blamed: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def column(self, key: str) -> Column | None:
        """The column called ``key``."""
        return next((column for column in self.columns if column.key == key), None)


def merged(before: dict[str, Any] | None, row: Row, columns: tuple[str, ...]) -> dict[str, Any]:
    """The new state of ``columns``: what the row says, and for its blank cells the present state."""
    present = before or {}
    return {name: row.given[name] if name in row.given else present.get(name) for name in columns}
