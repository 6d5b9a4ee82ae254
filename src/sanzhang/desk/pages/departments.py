"""Departments: who answers for which sector."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanzhang.departments.entries.set_department import DepartmentSet
from sanzhang.departments.queries import visible_to
from sanzhang.desk.access import DeskRequest, actor_for, needs
from sanzhang.desk.forms.organisations import DepartmentForm
from sanzhang.desk.registers import attempt, form_page, holder, may, show_register
from sanzhang.desk.tables.departments import DepartmentTable
from sanzhang.desk.words import say
from sanzhang.journal.append import append, draft
from sanzhang.packs import pack_for
from sanzhang.people.queries import appointments_visible_to, on
from sanzhang.rules.pack.model import Sector


@needs("view.area", "manage.people")
def departments(request: DeskRequest) -> HttpResponseBase:
    """Every sector of the pack inside the user's scope; the ones without a department come first."""
    rows = _rows(request)
    missing = {
        "title": _("还没有登记部门的行业"),
        "sentence": "",
        "items": [{"name": row["sector"], "url": row["actions"][0]["url"] if row["actions"] else ""} for row in rows if not row["name"]],
    }
    context = {"title": _("部门"), "lede": _("行业部门按“管行业必须管安全”负责本行业；行业由通知列出。"), "missing": [missing]}
    return show_register(request, DepartmentTable(rows), context)


def _sectors(request: DeskRequest) -> list[Sector]:
    return [sector for sector in pack_for(request.county, settings.DEFAULT_PACK).sectors if request.scope.covers(request.county, sector.id)]


def _rows(request: DeskRequest) -> list[dict[str, Any]]:
    registered = {department.sector: department for department in visible_to(request.scope)}
    heads = {post.id for post in pack_for(request.county, settings.DEFAULT_PACK).posts if post.per_sector and post.single}
    held = {row.sector: holder(row) for row in appointments_visible_to(request.scope).filter(on(timezone.localdate()), post__in=heads)}
    return [
        {
            "sector": say(sector.title),
            "name": registered[sector.id].name if sector.id in registered else None,
            "contact": registered[sector.id].contact if sector.id in registered else None,
            "head": held.get(sector.id),
            "actions": [
                {"title": _("变更") if sector.id in registered else _("登记"), "url": reverse("desk:department_edit", args=[sector.id])}
            ]
            if may(request, "manage.people", request.county)
            else [],
        }
        for sector in _sectors(request)
    ]


@needs("manage.people")
def department_edit(request: DeskRequest, sector_id: str) -> HttpResponse:
    """Register or change the department of a sector."""
    sector = next((sector for sector in _sectors(request) if sector.id == sector_id), None)
    if sector is None:
        raise Http404
    found = visible_to(request.scope).filter(sector=sector_id).first()
    initial = {"name": found.name, "contact": found.contact} if found else {"name": say(sector.department)}
    form = DepartmentForm(request.POST or None, initial=initial)
    problems: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        payload = DepartmentSet(sector=sector_id, name=form.cleaned_data["name"], contact=form.cleaned_data["contact"])
        problems = attempt(
            lambda: append(draft("department.set", request.county, payload), actor_for(request, "manage.people", request.county))
        )
        if not problems:
            messages.success(request, _("部门已登记。"))
            return redirect("desk:departments")
    return form_page(request, form, _("部门 · %(sector)s") % {"sector": say(sector.title)}, reverse("desk:departments"), problems=problems)
