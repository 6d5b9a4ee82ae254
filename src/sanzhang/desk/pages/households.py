"""Households with vulnerable people. What is personal is opened for a reason that is kept, and erased when its time is over."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sanzhang.desk.access import DeskRequest, actor_for, needs
from sanzhang.desk.forms.households import HouseholdForm, initial_of
from sanzhang.desk.forms.people import ReasonForm
from sanzhang.desk.place_checks import checked_at
from sanzhang.desk.places import area_filter, category_titles, place_names
from sanzhang.desk.registers import attempt, form_page, may, show_register, timeline
from sanzhang.desk.rows import Rows
from sanzhang.desk.tables.households import REVEAL, HouseholdFilter, HouseholdTable, household_rows, names_begun, state_words
from sanzhang.desk.words import listed, say
from sanzhang.households.entries.erase_household import HouseholdErased
from sanzhang.households.entries.remove_household import HouseholdRemoved
from sanzhang.households.entries.reveal_household import HouseholdRevealed
from sanzhang.households.models import Household
from sanzhang.households.personal import Personal, personal_of
from sanzhang.households.queries import erased, states_of, to_be_erased, visible_to
from sanzhang.journal.append import append, draft, new_id
from sanzhang.journal.kinds import Payload
from sanzhang.packs import household_categories
from sanzhang.people.queries import scope_of

MANAGE = "manage.households"


@needs("view.area")
def households(request: DeskRequest) -> HttpResponseBase:
    """Households inside the user's scope, those to be erased first."""
    today = timezone.localdate()
    rows = erased(request.scope) if request.GET.get("state") == "erased" else visible_to(request.scope)
    chosen = HouseholdFilter(request.GET, rows, area_filter(request.scope), today)
    due = visible_to(request.scope).filter(to_be_erased(today)).count()
    context: dict[str, Any] = {
        "title": _("住户"),
        "lede": _("姓名、电话、住址和情况都加密保存，要看须写明理由并留下记录。导出的文件里没有个人信息。"),
        "form": chosen.form,
        "due": due,
    }
    if any(MANAGE in actor.powers for actor in request.actors):
        context["action"] = {"title": _("登记住户"), "url": reverse("desk:household_new")}
    table = HouseholdTable(Rows(chosen.qs, partial(household_rows, request, today)))
    return show_register(request, table, context, "desk/registers/households.html")


@needs("view.area")
def household(request: DeskRequest, key: str) -> HttpResponse:
    """One household, without what is personal."""
    return _show(request, key, ReasonForm())


@require_POST
@needs(REVEAL)
def household_reveal(request: DeskRequest, key: str) -> HttpResponse:
    """Show what is personal, this once; who saw it and why is kept."""
    found, form = _found(request, key), ReasonForm(request.POST)
    problems = _reveal(request, found, form)
    if problems is None or problems:
        return _show(request, key, form, problems=problems)
    return _show(request, key, ReasonForm(), revealed=_personal_facts(personal_of(found)))


@needs(MANAGE)
def household_new(request: DeskRequest) -> HttpResponse:
    """Register a household."""
    purpose = say(household_categories().purpose)
    form = HouseholdForm(request, request.POST or None, initial={"area": request.GET.get("area", ""), "purpose": purpose})
    title, lede = _("登记住户"), _("只登记做这件事少不了的内容；登记前告知本人或家人目的、内容和保存到哪天。")
    return _form(request, str(new_id()), None, form, title=title, lede=lede)


@needs(MANAGE)
def household_edit(request: DeskRequest, key: str) -> HttpResponse:
    """Change a household. What is personal is opened first, for a reason; whoever may not open it changes the rest."""
    found = _found(request, key)
    title, personal = _("变更住户 %(number)s") % {"number": found.number}, may(request, REVEAL, found.area)
    if request.method == "POST" and "number" in request.POST:
        return _form(request, key, found, HouseholdForm(request, request.POST, personal=personal), title=title)
    if not personal:
        form = HouseholdForm(request, initial=initial_of(found, None), personal=False)
        return _form(request, key, found, form, title=title, lede=_("您的岗位不能查看个人信息，这里只改其他内容。"))
    reason = ReasonForm(request.POST or None)
    problems = _reveal(request, found, reason) if request.method == "POST" else None
    if problems is None or problems:
        lede = _("要变更，先打开这一户的个人信息。您的姓名、时间和理由会写入审计记录。")
        return form_page(
            request, reason, title, _address(key), problems=problems or [], lede=lede, submit=_("打开并变更"), all_required=True
        )
    response = _form(request, key, found, HouseholdForm(request, initial=initial_of(found, personal_of(found))), title=title)
    response["Cache-Control"] = "no-store"
    return response


def _form(request: DeskRequest, key: str, found: Household | None, form: HouseholdForm, **words: Any) -> HttpResponse:
    problems: list[dict[str, str]] = []
    if form.is_bound and form.is_valid():
        area, before = form.cleaned_data["area"], personal_of(found) if found else None
        state = form.state(key, found, before)
        problems = attempt(lambda: append(draft("household.set", area, state), actor_for(request, MANAGE, area)))
        if not problems:
            saved = visible_to(request.scope).filter(key=key).first()
            if saved and saved.conflict:
                messages.warning(request, _("保存了；但别人同时也改了这一户。两份都保留，请核对。"))
            else:
                messages.success(request, _("住户已保存。"))
            return redirect("desk:household", key) if saved else redirect("desk:households")
    return form_page(request, form, words.pop("title"), _address(key) if found else reverse("desk:households"), problems=problems, **words)


@needs(MANAGE)
def household_erase(request: DeskRequest, key: str) -> HttpResponse:
    """Erase what is personal for good, after a page that says what that means."""
    return _end(request, key, "household.erased", lambda reason: HouseholdErased(key=key, reason=reason), _("个人信息已删除，不能恢复。"))


@needs(MANAGE)
def household_remove(request: DeskRequest, key: str) -> HttpResponse:
    """Take back a household that was registered wrongly; what was known goes with it."""
    return _end(
        request, key, "household.removed", lambda reason: HouseholdRemoved(key=key, reason=reason), _("已撤回登记，个人信息一并删除。")
    )


def _end(request: DeskRequest, key: str, kind: str, payload: Callable[[str], Payload], done: str) -> HttpResponse:
    found, form = _found(request, key), ReasonForm(request.POST or None)
    problems: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        problems = _append(request, kind, found, payload(form.cleaned_data["reason"]), MANAGE)
        if not problems:
            messages.success(request, done)
            return redirect("desk:household", key)
    context = {"household": found, "form": form, "problems": problems, "removing": kind == "household.removed"}
    return render(request, "desk/registers/household_end.html", context)


def _reveal(request: DeskRequest, found: Household, form: ReasonForm) -> list[dict[str, str]] | None:
    """Keep who opens a household, and why; what stands in the way, or None when no reason was given."""
    if not form.is_valid():
        return None
    return _append(request, "household.revealed", found, HouseholdRevealed(key=found.key, reason=form.cleaned_data["reason"]), REVEAL)


def _append(request: DeskRequest, kind: str, found: Household, payload: Payload, power: str) -> list[dict[str, str]]:
    return attempt(lambda: append(draft(kind, found.area, payload), actor_for(request, power, found.area)))


def _found(request: DeskRequest, key: str) -> Household:
    found = visible_to(request.scope).filter(key=key).first()
    if found is None:
        raise Http404
    return found


def _address(key: str) -> str:
    return reverse("desk:household", args=[key])


def _show(request: DeskRequest, key: str, form: ReasonForm, **context: Any) -> HttpResponse:
    states = list(states_of(request.scope, key))
    if not states:
        raise Http404
    found, today = states[0], timezone.localdate()
    areas = place_names([state.area for state in states])
    told = {state.id: _told(state, areas[state.area]) for state in states}
    here = found.superseded_at is None
    shown = {
        "household": found,
        "area": areas[found.area],
        "form": form,
        "begun": names_begun(scope_of(request.actors, REVEAL), states[:1]).get(key, "") if here else "",
        "facts": [{"label": label, "value": value} for label, value in told[found.id].items()],
        "states": state_words(found, today),
        "due": here and found.keep_until < today,
        "here": here,
        "history": timeline(request, states, lambda state: told[state.id]),
        "may_manage": here and may(request, MANAGE, found.area),
        "may_reveal": here and may(request, REVEAL, found.area),
        "checked": checked_at(request, "household", key, found.area if here else ""),
        **context,
    }
    response = render(request, "desk/registers/household.html", shown)
    response["Cache-Control"] = "no-store"
    return response


def _told(state: Household, area: str) -> dict[str, str]:
    return {
        _("户编号"): state.number,
        _("区域"): area,
        _("重点人群户"): _("是") if state.vulnerable else _("否"),
        _("登记目的"): state.purpose,
        _("保存到"): state.keep_until.isoformat(),
    }


def _personal_facts(personal: Personal | None) -> list[dict[str, Any]]:
    if personal is None:
        return []
    titles, point = category_titles(), personal.position
    return [
        {"label": _("户主姓名"), "value": personal.name},
        {"label": _("电话"), "value": personal.phone},
        {"label": _("住址"), "value": personal.address},
        {"label": _("常住人数"), "value": personal.people},
        {"label": _("重点人群类别"), "value": listed(titles.get(category, category) for category in personal.categories)},
        {"label": _("紧急联系人"), "value": personal.contact},
        {"label": _("要注意的"), "value": personal.notes},
        {"label": _("位置"), "value": f"{point.lat:.5f}, {point.lon:.5f}" if point else ""},
    ]
