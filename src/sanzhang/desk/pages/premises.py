"""Premises: the places that are inspected, who is responsible for them, and what became of them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sanzhang.desk.access import DeskRequest, actor_for, needs
from sanzhang.desk.closed_places import running_at
from sanzhang.desk.forms.people import ReasonForm
from sanzhang.desk.forms.premises import PremisesForm, initial_of
from sanzhang.desk.place_checks import checked_at
from sanzhang.desk.places import area_filter, kind_titles, mark_titles, place_names
from sanzhang.desk.registers import attempt, form_page, sector_titles, show_register, timeline
from sanzhang.desk.rows import Rows
from sanzhang.desk.tables.premises import PremisesFilter, PremisesTable, premises_rows, state_words
from sanzhang.desk.words import listed
from sanzhang.journal.append import append, draft, new_id
from sanzhang.journal.kinds import Payload
from sanzhang.premises.checks import sees
from sanzhang.premises.entries.remove_premises import PremisesRemoved
from sanzhang.premises.entries.reveal_premises import PremisesRevealed
from sanzhang.premises.models import Premises
from sanzhang.premises.queries import states_of, visible_to
from sanzhang.premises.restating import restated
from sanzhang.premises.telephone import masked, phones_of

MANAGE = "manage.premises"


@needs("view.area")
def premises(request: DeskRequest) -> HttpResponseBase:
    """Places inside the user's scope."""
    chosen = PremisesFilter(request.GET, visible_to(request.scope), area_filter(request.scope))
    context: dict[str, Any] = {
        "title": _("场所"),
        "lede": _("检查对象：单位、门店、住宅楼和公共地方。找一处可以只输首字母，如“xmb”。"),
        "form": chosen.form,
    }
    if any(MANAGE in actor.powers for actor in request.actors):
        context["action"] = {"title": _("登记场所"), "url": reverse("desk:premises_new")}
    return show_register(request, PremisesTable(Rows(chosen.qs, premises_rows)), context)


@needs("view.area")
def premises_one(request: DeskRequest, key: str) -> HttpResponse:
    """One place: its state, and every state it had."""
    return _show(request, key, ReasonForm())


@require_POST
@needs("view.area")
def premises_reveal(request: DeskRequest, key: str) -> HttpResponse:
    """Show the telephone, this once; who saw it and why is kept."""
    found, form = _found(request, key), ReasonForm(request.POST)
    if not form.is_valid():
        return _show(request, key, form)
    problems = _append(request, "premises.revealed", found, PremisesRevealed(key=key, reason=form.cleaned_data["reason"]), "view.area")
    if problems:
        return _show(request, key, form, problems=problems)
    return _show(request, key, ReasonForm(), revealed=phones_of([found])[0] or _("没有登记电话"))


@needs(MANAGE)
def premises_new(request: DeskRequest) -> HttpResponse:
    """Register a place."""
    form = PremisesForm(request, None, request.POST or None, initial={"area": request.GET.get("area", "")})
    return _form(request, str(new_id()), form, _("登记场所"), reverse("desk:premises"))


@needs(MANAGE)
def premises_edit(request: DeskRequest, key: str) -> HttpResponse:
    """Change a place."""
    found = _found(request, key)
    form = PremisesForm(request, found, request.POST or None, initial=initial_of(found))
    return _form(request, key, form, _("变更 %(name)s") % {"name": found.name}, reverse("desk:premises_one", args=[key]))


def _form(request: DeskRequest, key: str, form: PremisesForm, title: str, cancel_url: str) -> HttpResponse:
    problems: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        area = form.cleaned_data["area"]
        problems = attempt(lambda: append(draft("premises.set", area, form.state(key)), actor_for(request, MANAGE, area)))
        if not problems:
            saved = visible_to(request.scope).filter(key=key).first()
            if saved and saved.conflict:
                messages.warning(request, _("保存了；但别人同时也改了这个场所。两份都保留，请核对。"))
            else:
                messages.success(request, _("场所已保存。"))
            return redirect("desk:premises_one", key) if saved else redirect("desk:premises")
    return form_page(request, form, title, cancel_url, problems=problems)


@require_POST
@needs(MANAGE)
def premises_close(request: DeskRequest, key: str) -> HttpResponse:
    """Mark a place as closed for now, or as open again."""
    found = _found(request, key)
    closed = request.POST.get("closed") == "1"
    payload = restated(found, closed=closed, base=request.POST.get("base", ""))
    for problem in _append(request, "premises.set", found, payload, MANAGE):
        messages.error(request, f"{problem['message']}{problem['hint']}")
    return redirect("desk:premises_one", key)


@needs(MANAGE)
def premises_remove(request: DeskRequest, key: str) -> HttpResponse:
    """Take a place off the register, with a reason."""
    found, form = _found(request, key), ReasonForm(request.POST or None)
    problems: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        problems = _append(request, "premises.removed", found, PremisesRemoved(key=key, reason=form.cleaned_data["reason"]), MANAGE)
        if not problems:
            messages.success(request, _("已撤回“%(name)s”的登记。以前的检查和隐患仍保留。") % {"name": found.name})
            return redirect("desk:premises")
    running = running_at(request, key)
    words = {
        "lede": _("登记错了，或者已经拆除、永久关门的才撤回；暂时不营业的标为停业。") + (running.closing_words if running else ""),
        "question": _("撤回后不再列入检查对象。确定撤回“%(name)s”？") % {"name": found.name},
    }
    title, back = _("撤回 %(name)s 的登记") % {"name": found.name}, reverse("desk:premises_one", args=[key])
    return form_page(request, form, title, back, problems=problems, submit=_("撤回登记"), grave=True, all_required=True, **words)


def _append(request: DeskRequest, kind: str, found: Premises, payload: Payload, power: str) -> list[dict[str, str]]:
    return attempt(lambda: append(draft(kind, found.area, payload), actor_for(request, power, found.area)))


def _found(request: DeskRequest, key: str) -> Premises:
    found = visible_to(request.scope).filter(key=key).first()
    if found is None:
        raise Http404
    return found


def _show(request: DeskRequest, key: str, form: ReasonForm, **context: Any) -> HttpResponse:
    states = list(states_of(request.scope, key))
    if not states:
        raise Http404
    found, phones = states[0], dict(zip([state.id for state in states], map(masked, phones_of(states)), strict=True))
    areas = place_names([state.area for state in states])
    told = {state.id: _told(request, state, areas[state.area], phones[state.id]) for state in states}
    elsewhere = {_("名称"), _("负责人电话"), _("状态")}
    shown = {
        "place": found,
        "form": form,
        "facts": [{"label": label, "value": value} for label, value in told[found.id].items() if label not in elsewhere],
        "states": state_words(found),
        "phone": phones[found.id],
        "history": timeline(request, states, lambda state: told[state.id]),
        "removed": found.superseded_at is not None,
        "may_manage": found.superseded_at is None
        and any(MANAGE in actor.powers and sees(actor, found.area, found.sector) for actor in request.actors),
        "running": running_at(request, key),
        "checked": checked_at(request, "premises", key, found.area if found.superseded_at is None else ""),
        **context,
    }
    response = render(request, "desk/registers/premises.html", shown)
    response["Cache-Control"] = "no-store"
    return response


def _told(request: DeskRequest, state: Premises, area: str, phone: str) -> dict[str, str]:
    kinds, marks = kind_titles(), mark_titles()
    return {
        _("名称"): state.name,
        _("类型"): kinds.get(state.kind, state.kind),
        _("标记"): listed(marks.get(mark, mark) for mark in state.marks),
        _("区域"): area,
        _("地址"): state.address,
        _("统一社会信用代码"): state.code,
        _("负责人"): state.responsible,
        _("负责人电话"): phone,
        _("层数"): _number(state.storeys),
        _("建筑面积（平方米）"): _number(state.floor_area),
        _("人数"): _number(state.occupancy),
        _("主管部门（行业）"): sector_titles(request.county).get(state.sector, state.sector),
        _("位置"): _point(state),
        _("备注"): state.notes,
        _("状态"): listed(state_words(state)),
    }


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _point(state: Premises) -> str:
    if state.lat is None or state.lon is None:
        return ""
    point = f"{state.lat:.5f}, {state.lon:.5f}"
    return _("%(point)s（误差约 %(metres)d 米）") % {"point": point, "metres": state.accuracy} if state.accuracy else point
