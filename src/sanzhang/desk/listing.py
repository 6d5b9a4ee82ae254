"""A page that lists things: sorted, paged and exported as shown."""

from typing import Any

import django_tables2
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django_tables2 import RequestConfig

from sanzhang.desk.exports import KINDS, export
from sanzhang.desk.long_rows import AT, LongRows

SIZES = (25, 50, 100, 250)


def show_list(request: HttpRequest, template: str, table: django_tables2.Table, context: dict[str, Any]) -> HttpResponseBase:
    """The page with ``table`` in it; or, when ``?export=`` asks for it, the whole list as a file, filtered and sorted as shown."""
    wanted = request.GET.get("export")
    size = request.GET.get("per_page", "")
    per_page = int(size) if size.isdigit() and int(size) in SIZES else 50
    if isinstance(table.data.data, LongRows):
        table.data.data.at = request.GET.get(AT, "")
    RequestConfig(request, paginate=False if wanted else {"per_page": per_page, "silent": True}).configure(table)
    if wanted:
        return export(table, str(context.get("title", "list")), wanted)
    table.exports = [{"title": title, "url": _with(request, "export", kind)} for kind, title in KINDS.items()]
    # The table's own template sees only the table.
    table.title = context.get("title", "")
    for name in ("empty_text", "empty_next", "empty_url", "empty_action", "empty_icon"):
        setattr(table, name, context.get(name))
    return render(request, template, {"table": table, **context})


def _with(request: HttpRequest, name: str, value: str) -> str:
    """The address of this page, asked for otherwise in one respect."""
    query = request.GET.copy()
    query[name] = value
    return f"?{query.urlencode()}"
