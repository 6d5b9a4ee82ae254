"""Areas: banner, towns, villages, grids; new ones, renamed, merged, closed."""

from collections import Counter
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanzhang.areas.entries.set_area import AreaSet
from sanzhang.areas.models import Area
from sanzhang.areas.queries import existing_on, names_for, states_of, visible_to
from sanzhang.desk.access import DeskRequest, actor_for, needs
from sanzhang.desk.forms.areas import AreaForm
from sanzhang.desk.registers import attempt, form_page, holder, level_titles, may, post_titles, sector_titles, show_register, timeline
from sanzhang.desk.rows import Rows
from sanzhang.desk.tables.areas import AreaFilter, AreaTable, area_rows, kind_words, state_words
from sanzhang.desk.words import noted
from sanzhang.journal.actors import inside
from sanzhang.journal.append import append, draft
from sanzhang.people.queries import appointments_visible_to, on
from sanzhang.rules.areas import LENGTHS, level_of, parent


@needs("view.area", "manage.areas")
def areas(request: DeskRequest) -> HttpResponseBase:
    """Areas inside the user's scope."""
    levels = level_titles(request.county)
    chosen = AreaFilter(request.GET, visible_to(request.scope), timezone.localdate(), levels)
    context: dict[str, Any] = {"title": _("区划"), "lede": _("代码就是层级：下级代码以上级代码开头。"), "form": chosen.form}
    if any("manage.areas" in actor.powers for actor in request.actors):
        context["action"] = {"title": _("登记区划"), "url": reverse("desk:area_new")}
    return show_register(request, AreaTable(Rows(chosen.qs, partial(area_rows, levels))), context)


@needs("view.area", "manage.areas")
def area(request: DeskRequest, code: str) -> HttpResponse:
    """One area: its state, who holds posts there, what lies below it, and every state it had."""
    states = list(states_of(request.scope, code))
    if not states:
        raise Http404
    found, today = states[0], timezone.localdate()
    context = {
        "area": found,
        "facts": _facts(request, found),
        "holders": _holders(request, code),
        "below": _below(request, code),
        "history": timeline(request, states, _told),
        "may_manage": not found.superseded_at and may(request, "manage.areas", code),
        "may_appoint": not found.superseded_at and (not found.valid_to or found.valid_to >= today) and may(request, "manage.people", code),
    }
    return render(request, "desk/registers/area.html", context)


def _facts(request: DeskRequest, found: Area) -> list[dict[str, Any]]:
    names = names_for([parent(found.key), found.merged_into])
    above = parent(found.key)
    return [
        {"label": _("代码"), "value": found.key},
        {"label": _("级别"), "value": level_titles(request.county)[level_of(found.key)]},
        {"label": _("类别"), "value": kind_words(found.area_kind)},
        {
            "label": _("上级"),
            "value": names.get(above, ""),
            "url": reverse("desk:area", args=[above]) if request.scope.covers(above) else "",
        },
        {"label": _("设立日期"), "value": found.valid_from.isoformat() if found.valid_from else ""},
        {
            "label": _("状态"),
            "value": _("已撤回登记") if found.superseded_at else state_words(found, names.get(found.merged_into, found.merged_into)),
        },
    ]


def _holders(request: DeskRequest, code: str) -> list[dict[str, Any]]:
    """Who holds a post in this very area today."""
    posts, sectors = post_titles(request.county), sector_titles(request.county)
    return [
        {
            "post": noted(posts.get(held.post, held.post), sectors.get(held.sector, held.sector)),
            "name": holder(held),
            "start": held.start,
            "url": reverse("desk:appointment", args=[held.key]),
        }
        for held in appointments_visible_to(request.scope).filter(on(timezone.localdate()), area=code)
    ]


def _below(request: DeskRequest, code: str) -> list[dict[str, Any]]:
    """How many areas of each level lie below, today."""
    rows = visible_to(request.scope).filter(inside("key", code), existing_on(timezone.localdate())).exclude(key=code)
    counts = Counter(level_of(key) for key in rows.values_list("key", flat=True))
    titles = level_titles(request.county)
    return [
        {"label": titles[level], "value": counts[level], "url": f"{reverse('desk:areas')}?level={level}&name={code}"}
        for level in sorted(counts, key=lambda level: LENGTHS[level])
    ]


def _told(state: Area) -> dict[str, str]:
    return {
        _("名称"): state.name,
        _("类别"): kind_words(state.area_kind),
        _("设立日期"): state.valid_from.isoformat() if state.valid_from else "",
        _("撤销日期"): state.valid_to.isoformat() if state.valid_to else "",
        _("并入"): state.merged_into,
    }


@needs("manage.areas")
def area_new(request: DeskRequest) -> HttpResponse:
    """Register an area."""
    form = AreaForm(request.scope, None, request.POST or None, initial={"code": request.GET.get("code", "")})
    problems: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        problems = _save(request, code, form)
        if not problems:
            messages.success(request, _("区划已登记。"))
            return redirect("desk:area", code)
    return form_page(request, form, _("登记区划"), reverse("desk:areas"), problems=problems, submit=_("登记"))


@needs("manage.areas")
def area_edit(request: DeskRequest, code: str) -> HttpResponse:
    """Rename, merge or close an area."""
    found = visible_to(request.scope).filter(key=code).first()
    if found is None:
        raise Http404
    initial = {name: getattr(found, name) for name in ("name", "valid_from", "valid_to", "merged_into")} | {"kind": found.area_kind}
    form = AreaForm(request.scope, found, request.POST or None, initial=initial)
    problems: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        problems = _save(request, code, form)
        if not problems:
            messages.success(request, _("区划已更新，原来的状态留在沿革里。"))
            return redirect("desk:area", code)
    lede = _("改名、撤并都不抹去过去：撤销日期之前的履职仍按原区划计算。")
    return form_page(
        request, form, _("变更 %(name)s") % {"name": found.name}, reverse("desk:area", args=[code]), problems=problems, lede=lede
    )


def _save(request: DeskRequest, code: str, form: AreaForm) -> list[dict[str, str]]:
    data = form.cleaned_data
    payload = AreaSet(
        name=data["name"],
        kind=data["kind"],
        valid_from=data["valid_from"],
        valid_to=data.get("valid_to"),
        merged_into=data.get("merged_into", ""),
    )
    return attempt(lambda: append(draft("area.set", code, payload), actor_for(request, "manage.areas", code)))
