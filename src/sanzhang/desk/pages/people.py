"""People: who they are, which posts they hold, and what is hidden about them."""

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

from sanzhang.accounts.entries import PersonalDataRevealed
from sanzhang.desk.access import DeskRequest, actor_for, needs
from sanzhang.desk.forms.areas import area_choices
from sanzhang.desk.forms.people import PersonForm, ReasonForm
from sanzhang.desk.places import place_names
from sanzhang.desk.registers import attempt, form_page, may, post_titles, sector_titles, show_register, timeline
from sanzhang.desk.rows import Rows
from sanzhang.desk.tables.people import PersonFilter, PersonTable, person_rows, post_words
from sanzhang.journal.append import append, draft, new_id
from sanzhang.journal.personal import hide, reveal
from sanzhang.people.entries.erase_person import PersonErased
from sanzhang.people.entries.set_person import PersonSet
from sanzhang.people.models import Person
from sanzhang.people.queries import appointments_visible_to, on, people_visible_to, person_states
from sanzhang.rules.areas import Level


@needs("view.area", "manage.people")
def people(request: DeskRequest) -> HttpResponseBase:
    """People registered inside the user's scope."""
    chosen = PersonFilter(
        request.GET, people_visible_to(request.scope), area_choices(request.scope, Level.COUNTY, Level.TOWN, Level.VILLAGE)
    )
    context: dict[str, Any] = {"title": _("人员"), "lede": _("电话加密保存，要看须写明理由并留下记录。"), "form": chosen.form}
    if any("manage.people" in actor.powers for actor in request.actors):
        context["action"] = {"title": _("登记人员"), "url": reverse("desk:person_new")}
    return show_register(request, PersonTable(Rows(chosen.qs, partial(person_rows, request))), context)


@needs("view.area", "manage.people")
def person(request: DeskRequest, key: str) -> HttpResponse:
    """One person."""
    return _show(request, _found(request, key), ReasonForm())


@require_POST
@needs("view.area")
def person_reveal(request: DeskRequest, key: str) -> HttpResponse:
    """Show the telephone, this once; who saw it and why is kept."""
    found = _found(request, key)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form)
    payload = PersonalDataRevealed(person=found.key, reason=form.cleaned_data["reason"])
    problems = attempt(lambda: append(draft("person.revealed", found.area, payload), actor_for(request, "view.area", found.area)))
    if problems:
        return _show(request, found, form, problems=problems)
    opened = reveal(found.sealed) or {}
    return _show(request, found, ReasonForm(), revealed=opened.get("phone") or _("没有登记电话"))


def _found(request: DeskRequest, key: str) -> Person:
    found = people_visible_to(request.scope).filter(key=key).first()
    if found is None:
        raise Http404
    return found


def _show(request: DeskRequest, found: Person, form: ReasonForm, **context: Any) -> HttpResponse:
    held = list(appointments_visible_to(request.scope).filter(person=found.key).order_by("-start"))
    posts, sectors = post_titles(request.county), sector_titles(request.county)
    states = list(person_states(request.scope, found.key))
    names, today = place_names([*(row.area for row in held), *(state.area for state in states)]), timezone.localdate()
    facts = [
        {"label": _("编号"), "value": found.number},
        {"label": _("单位"), "value": found.organisation},
        {"label": _("登记在"), "value": names[found.area]},
    ]
    shown = {
        "person": found,
        "form": form,
        "facts": facts,
        "erased": reveal(found.sealed) is None,
        "held": [
            {
                "post": post_words(row, posts, sectors),
                "area": names.get(row.area, row.area),
                "row": row,
                "current": row.start <= today and (not row.end or row.end >= today),
            }
            for row in held
        ],
        "history": timeline(request, states, partial(_told, names)),
        "may_manage": may(request, "manage.people", found.area),
        "may_reveal": may(request, "view.area", found.area),
        **context,
    }
    response = render(request, "desk/registers/person.html", shown)
    response["Cache-Control"] = "no-store"
    return response


def _told(names: dict[str, str], state: Person) -> dict[str, str]:
    return {_("姓名"): state.name, _("编号"): state.number, _("单位"): state.organisation, _("登记在"): names[state.area]}


@needs("manage.people")
def person_new(request: DeskRequest) -> HttpResponse:
    """Register somebody."""
    form = PersonForm(request.scope, False, request.POST or None, initial={"area": request.GET.get("area", "")})
    problems: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        key = str(new_id())
        problems = _save(request, key, form, form.phone_after(""))
        if not problems:
            messages.success(request, _("人员已登记。"))
            return redirect("desk:person", key)
    return form_page(request, form, _("登记人员"), reverse("desk:people"), problems=problems, submit=_("登记"))


@needs("manage.people")
def person_edit(request: DeskRequest, key: str) -> HttpResponse:
    """Change what is registered about somebody."""
    found = _found(request, key)
    opened = reveal(found.sealed)
    if opened is None:
        raise Http404
    initial = {"number": found.number, "name": found.name, "organisation": found.organisation, "area": found.area}
    form = PersonForm(request.scope, True, request.POST or None, initial=initial)
    problems: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        problems = _save(request, key, form, form.phone_after(opened.get("phone", "")))
        if not problems:
            messages.success(request, _("人员已更新。"))
            return redirect("desk:person", key)
    return form_page(request, form, _("变更 %(name)s") % {"name": found.name}, reverse("desk:person", args=[key]), problems=problems)


def _save(request: DeskRequest, key: str, form: PersonForm, phone: str) -> list[dict[str, str]]:
    data = form.cleaned_data

    def change() -> None:
        hidden = hide(key, {"name": data["name"], "phone": phone})
        payload = PersonSet(key=key, number=data["number"], organisation=data["organisation"], hidden=hidden)
        append(draft("person.set", data["area"], payload), actor_for(request, "manage.people", data["area"]))

    return attempt(change)


@needs("manage.people")
def person_erase(request: DeskRequest, key: str) -> HttpResponse:
    """Erase somebody's data for good, after a page that says what that means."""
    found = _found(request, key)
    if reveal(found.sealed) is None:
        raise Http404
    in_post = appointments_visible_to(request.scope).filter(on(timezone.localdate()), person=found.key).count()
    form = ReasonForm(request.POST or None)
    problems: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid() and not in_post:
        payload = PersonErased(key=found.key, reason=form.cleaned_data["reason"])
        problems = attempt(lambda: append(draft("person.erased", found.area, payload), actor_for(request, "manage.people", found.area)))
        if not problems:
            messages.success(request, _("个人信息已删除，不能恢复。"))
            return redirect("desk:person", found.key)
    context = {"person": found, "form": form, "problems": problems, "in_post": in_post}
    return render(request, "desk/registers/person_erase.html", context)
