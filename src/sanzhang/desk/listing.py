"""A page that lists things: sorted, paged and exported as shown."""

from typing import Any

import django_tables2
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from sanzhang.desk.access import DeskRequest
from sanzhang.desk.exports import KINDS, export
from sanzhang.desk.long_rows import AT, LongRows
from sanzhang.people.queries import scope_of

SIZES = (25, 50, 100, 250)


EXPORT = "export.data"


def may_export(request: DeskRequest) -> bool:
    """Whether the user's posts carry the power to take lists out, wherever what this page shows lies."""
    allowed = scope_of(request.actors, EXPORT)
    return bool(allowed.places) and all(allowed.covers(place.area, place.sector) for place in request.scope.places)


def show_list(request: DeskRequest, template: str, table: django_tables2.Table, context: dict[str, Any]) -> HttpResponseBase:
    """The page with ``table`` in it; or, when ``?export=`` asks for it, the whole list as a file, filtered and sorted as shown.

    Raises ``PermissionDenied`` in words when somebody asks for a file who may only look.
    """
    wanted, able = request.GET.get("export"), may_export(request)
    if wanted and not able:
        raise PermissionDenied(_("您的岗位可以查看这份名单，不能导出。需要文件的，请有导出权限的岗位导出。"))
    size = request.GET.get("per_page", "")
    per_page = int(size) if size.isdigit() and int(size) in SIZES else 50
    if isinstance(table.data.data, LongRows):
        table.data.data.at = request.GET.get(AT, "")
    RequestConfig(request, paginate=False if wanted else {"per_page": per_page, "silent": True}).configure(table)
    if wanted:
        return export(table, str(context.get("title", "list")), wanted)
    table.exports = [{"title": title, "url": _with(request, "export", kind)} for kind, title in KINDS.items() if able]
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
