"""A list as a file: every row of it, with the filters, the order, the scope and the words of the page. Rows are written as they are read."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, Any

import django_tables2
import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, override

from sanzhang.desk.cells import columns_of_file
from sanzhang.desk.rows import batches

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {"xlsx": "Excel", "csv": "CSV"}
# What a spreadsheet takes for the beginning of a formula; East Asian ones take the wide signs too.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LONGEST_CELL, LONGEST_SHEET = 32_767, 1_000_000  # Excel's own limits: characters in a cell; a little more rows in a sheet
NOT_IN_A_SHEET_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
Line = Sequence[Any]


def export(table: django_tables2.Table, name: str, kind: str) -> HttpResponseBase:
    """The whole ``table`` as CSV (UTF-8 with a mark, so that Excel reads the Chinese) or, for any other ``kind``, as an Excel workbook."""
    filename = f"{name}-{timezone.localdate():%Y%m%d}.{'csv' if kind == 'csv' else 'xlsx'}"
    language = get_language()
    if kind != "csv":
        lines = _lines(table, language, _in_a_sheet)
        return FileResponse(_workbook(lines, name), as_attachment=True, filename=filename, content_type=XLSX)
    response = StreamingHttpResponse(_csv(_lines(table, language, _in_text)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = str(content_disposition_header(True, filename))
    return response


def _lines(table: django_tables2.Table, language: str | None, moment: Callable[[datetime], Any]) -> Iterator[Sequence[Line]]:
    """The headings, then the rows, some at a time; ``moment`` makes a cell of a moment on the clock here.

    They are made while they are sent, when the page's request is over and its language forgotten.
    """
    here = timezone.get_current_timezone()
    with override(language):
        columns = columns_of_file(table)
    yield [[heading for heading, _cell in columns]]
    cells = [cell for _heading, cell in columns]

    def plain(value: Any) -> Any:
        """Numbers and days as they are, text that can't be run as a formula."""
        if isinstance(value, str):
            return f"'{value}" if value.startswith(FORMULA) and len(value) > 1 else value
        if isinstance(value, datetime):
            return moment(value.astimezone(here))
        return value if isinstance(value, int | float | date) else plain(str(value))

    parts = batches(table.data.data)
    while True:
        with override(language):
            part = next(parts, None)
            lines = [[None if (value := cell(record)) is None else plain(value) for cell in cells] for record in part or ()]
        if part is None:
            return
        yield lines


def _in_text(when: datetime) -> str:
    return when.isoformat(" ", "minutes")[:16]


def _in_a_sheet(when: datetime) -> datetime:
    return when.replace(tzinfo=None, microsecond=0)


def _csv(parts: Iterator[Sequence[Line]]) -> Iterator[str]:
    yield "\ufeff"
    for lines in parts:
        text = io.StringIO()
        csv.writer(text).writerows(lines)
        yield text.getvalue()


def _workbook(parts: Iterator[Sequence[Line]], name: str) -> IO[bytes]:
    """A workbook in a file that goes when it is closed. It is written row by row, so that a long list does not fill the memory."""
    file = TemporaryFile()  # noqa: SIM115 - FileResponse closes it
    # Strings stay strings, whatever they look like.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "default_date_format": "yyyy-mm-dd"}
    workbook = xlsxwriter.Workbook(file, options)
    head, moment = workbook.add_format({"bold": True, "bg_color": "#E9ECEF"}), workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    headings = next(parts)[0]
    sheet, number = _sheet(workbook, name, headings, head), 0
    for line in chain.from_iterable(parts):
        if number == LONGEST_SHEET:
            sheet, number = _sheet(workbook, name, headings, head), 0
        number += 1
        for column, value in enumerate(line):
            _write(sheet, number, column, value, moment)
    workbook.close()
    file.seek(0)
    return file


def _sheet(workbook: Any, name: str, headings: Line, head: Any) -> Any:
    count = len(workbook.worksheets())
    number = f" {count + 1}" if count else ""
    sheet = workbook.add_worksheet(" ".join(name.translate(NOT_IN_A_SHEET_NAME).split())[: 31 - len(number)] + number)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, headings, head)
    return sheet


def _write(sheet: Any, row: int, column: int, value: Any, moment: Any) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value if len(value) <= LONGEST_CELL else value[: LONGEST_CELL - 1] + "…")
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, value, moment)
    elif value is not None:
        sheet.write(row, column, value)
