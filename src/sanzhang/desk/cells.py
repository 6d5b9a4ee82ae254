"""A table's cells, as a page and as a file hold them. What a column's methods take is looked up once a table, not once a cell."""

from collections.abc import Callable
from html import escape
from typing import Any

import django_tables2 as tables
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django_tables2.utils import signature

from sanzhang.desk.tables.columns import DayColumn, MomentColumn

Record = dict[str, Any]
Cell = Callable[[Record], Any]
AS_IT_IS = (tables.Column.render, DayColumn.value, MomentColumn.value)


def body(table: tables.Table) -> SafeString:
    """The rows of the page that is shown, as HTML; what is missing as the table's dash."""
    columns = [(_opening(column), _cell(column, column.render, column.default)) for column in table.columns]
    parts = []
    for record in table.paginated_rows.data:
        parts.append("<tr>")
        for opening, cell in columns:
            parts += (opening, _html(cell(record)), "</td>")
        parts.append("</tr>\n")
    return mark_safe("".join(parts))  # noqa: S308 - made of escaped cells


def total(table: tables.Table) -> int:
    """How many rows the whole list has."""
    return int(table.paginator.count) if hasattr(table, "paginator") else len(table.rows)


def columns_of_file(table: tables.Table) -> list[tuple[str, Cell]]:
    """Heading and cell of each column that a file holds: also those that a page has no room for, but no buttons."""
    kept = [column for column in table.columns.iterall() if not column.column.exclude_from_export]
    return [(str(column.header), _cell(column, _of_file(column), None)) for column in kept]


def _of_file(column: Any) -> Callable[..., Any]:
    """What makes a cell of a file; a column that says nothing of files shows the same there as on a page."""
    return column.render if column.value.__func__ is tables.Column.value else column.value  # type: ignore[no-any-return]


def _cell(column: Any, method: Callable[..., Any], missing: Any) -> Cell:
    """What ``method`` makes of a record; our columns' methods take the value, the record, or both."""
    name, empty = column.name, column.column.empty_values
    if getattr(method, "__func__", None) in AS_IT_IS:
        return lambda record: missing if record.get(name) in empty else record[name]
    named, rest = signature(method)
    with_value, with_record = (rest or argument in named for argument in ("value", "record"))

    def made(record: Record) -> Any:
        value = record.get(name)
        if value in empty:
            return missing
        if with_value and with_record:
            return method(value=value, record=record)
        return method(value=value) if with_value else method(record=record)

    return made


def _opening(column: Any) -> str:
    # On a phone each cell says itself what it is.
    return format_html('<td {} data-label="{}">', column.attrs["td"].as_html(), column.header)


def _html(value: Any) -> str:
    if not isinstance(value, str):
        value = str(localize(value))
    return value if hasattr(value, "__html__") else escape(value)
