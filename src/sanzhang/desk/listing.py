"""A page that lists things: sorted, paged and exported as shown."""

import csv
import io
from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from typing import Any

import django_tables2
import xlsxwriter
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django_tables2 import RequestConfig

SIZES = (25, 50, 100, 250)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_list(request: HttpRequest, template: str, table: django_tables2.Table, context: dict[str, Any]) -> HttpResponseBase:
    """The page with ``table`` in it; or, when ``?export=`` asks for it, the whole list as a file, filtered and sorted as shown."""
    wanted = request.GET.get("export")
    size = request.GET.get("per_page", "")
    per_page = int(size) if size.isdigit() and int(size) in SIZES else 50
    RequestConfig(request, paginate=False if wanted else {"per_page": per_page, "silent": True}).configure(table)
    if wanted:
        return export(table, str(context.get("title", "list")), wanted)
    query = request.GET.copy()
    query["export"] = "xlsx"
    table.export_url = f"?{query.urlencode()}"
    # The table's own template sees only the table.
    table.title = context.get("title", "")
    for name in ("empty_text", "empty_next", "empty_url", "empty_action", "empty_icon", "total"):
        setattr(table, name, context.get(name))
    return render(request, template, {"table": table, **context})


def export(table: django_tables2.Table, name: str, kind: str) -> HttpResponseBase:
    """The table's rows as an Excel workbook or as CSV (UTF-8 with a mark, so that Excel reads the Chinese)."""
    rows = table.as_values()
    filename = f"{name}-{timezone.localdate():%Y%m%d}.{'csv' if kind == 'csv' else 'xlsx'}"
    if kind == "csv":
        response = StreamingHttpResponse(_csv(rows), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f"attachment; filename*=UTF-8''{urlencode({'': filename})[1:]}"
        return response
    return FileResponse(_xlsx(rows, name), as_attachment=True, filename=filename, content_type=XLSX)


def _csv(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    yield "\ufeff"
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow([_plain(value) for value in row])
        yield line.getvalue()


def _xlsx(rows: Iterable[Iterable[Any]], name: str) -> Any:
    file = TemporaryFile()  # noqa: SIM115 - FileResponse closes it
    # constant_memory writes row by row, so that a large list does not fill the memory; strings stay strings, whatever they look like.
    workbook = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = workbook.add_worksheet(name[:31])
    head = workbook.add_format({"bold": True, "bg_color": "#E9ECEF"})
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(number, column, _plain(value), head if number == 0 else None)
    sheet.freeze_panes(1, 0)
    workbook.close()
    file.seek(0)
    return file


def _plain(value: Any) -> Any:
    """A cell as a file holds it. Text that a spreadsheet would run as a formula is disarmed."""
    if value is None or isinstance(value, int | float):
        return value
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") and len(text) > 1 else text
