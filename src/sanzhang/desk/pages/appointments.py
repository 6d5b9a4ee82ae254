"""Appointments: who holds which post, where, from when to when; appointing, handing over, ending."""

import json
from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanzhang.areas.queries import existing_on, name_of, visible_to as areas_visible_to
from sanzhang.desk.access import DeskRequest, actor_for, needs
from sanzhang.desk.forms.appointments import AppointForm, AreaChoice, EndForm, HandOverForm, ended_words
from sanzhang.desk.forms.areas import area_choices
from sanzhang.desk.registers import attempt, form_page, holder, level_titles, may, moment, post_titles, sector_titles, show_register
from sanzhang.desk.rows import Rows
from sanzhang.desk.tables.appointments import AppointmentFilter, AppointmentTable, appointment_rows
from sanzhang.desk.tables.people import post_words
from sanzhang.desk.tables.standing import ledger_rows
from sanzhang.journal.append import append, draft, new_id
from sanzhang.journal.queries import visible_to as entries_visible_to
from sanzhang.people.entries.appoint import Appointed
from sanzhang.people.entries.hand_over import HandedOver
from sanzhang.people.models import Appointment
from sanzhang.people.queries import appointments_visible_to, holders_of, names_of, people_visible_to, scope_of
from sanzhang.rules.areas import Level
from sanzhang.rules.standing import Standing, State
from sanzhang.standing.board import Board, board


@needs("view.area", "manage.people")
def appointments(request: DeskRequest) -> HttpResponseBase:
    """Appointments inside the user's scope; present ones unless others are asked for."""
    today, towns = timezone.localdate(), area_choices(request.scope, Level.TOWN)
    town = level_titles(request.county)["town"]
    chosen = AppointmentFilter(request.GET, appointments_visible_to(request.scope), today, post_titles(request.county), towns, town)
    context: dict[str, Any] = {"title": _("任职"), "lede": _("权限随岗位走：任职一开始就有，一结束就没有。"), "form": chosen.form}
    if any("manage.people" in actor.powers for actor in request.actors):
        context["action"] = {"title": _("登记任职"), "url": reverse("desk:appointment_new")}
    return show_register(request, AppointmentTable(Rows(chosen.qs, partial(appointment_rows, request, today))), context)


@needs("view.area", "manage.people")
def appointment(request: DeskRequest, key: str) -> HttpResponse:
    """One post in one area: who held it when, and what was handed over."""
    found = _found(request, key)
    holders = list(holders_of(request.scope, found.post, found.area, found.sector))
    entries = {
        entry.id: entry
        for entry in entries_visible_to(request.scope).filter(id__in=[row.entry for row in holders], kind="post.handed_over")
    }
    people = names_of([entry.person for entry in entries.values()])
    rows = [
        {
            "row": row,
            "ended": ended_words(row),
            "handed": _handed(entries[row.entry].body, people.get(entries[row.entry].person, "—"), moment(row.recorded_at), row)
            if row.entry in entries
            else None,
        }
        for row in holders
    ]
    today = timezone.localdate()
    context = {
        "found": found,
        "title": _title(request, found),
        "area": name_of(found.area),
        "rows": rows,
        "today": today,
        "may_manage": (not found.end or found.end >= today) and may(request, "manage.people", found.area),
    }
    return render(request, "desk/registers/appointment.html", context)


def _handed(body: str, who: str, when: str, row: Appointment) -> dict[str, Any] | None:
    """What a hand-over says, for the one who took over."""
    payload = json.loads(body)["payload"]
    if payload["appointment"] == row.key:
        return None
    return {"count": len(payload["open_duties"]), "note": payload["note"], "who": who, "when": when}


def _found(request: DeskRequest, key: str) -> Appointment:
    found = appointments_visible_to(request.scope).filter(key=key).first()
    if found is None:
        raise Http404
    return found


def _title(request: DeskRequest, held: Appointment) -> str:
    return post_words(held, post_titles(request.county), sector_titles(request.county))


@needs("manage.people")
def appointment_new(request: DeskRequest) -> HttpResponse:
    """Appoint somebody: first where, then to what and whom."""
    area = request.GET.get("area", "")
    title = _("登记任职")
    if not area:
        return render(
            request,
            "desk/registers/choose_area.html",
            {"form": AreaChoice(request.scope), "title": title, "cancel_url": reverse("desk:appointments")},
        )
    if not areas_visible_to(request.scope).filter(existing_on(timezone.localdate()), key=area).exists():
        raise Http404
    form = AppointForm(
        request,
        area,
        people_visible_to(request.scope),
        request.POST or None,
        initial={"start": timezone.localdate(), "post": request.GET.get("post", "")},
    )
    problems: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        data, key = form.cleaned_data, str(new_id())
        payload = Appointed(
            key=key, person=data["person"].key, post=data["post"], sector=data["sector"], start=data["start"], end=data["end"]
        )
        problems = attempt(lambda: append(draft("appointment.set", area, payload), actor_for(request, "manage.people", area)))
        if not problems:
            messages.success(request, _("任职已登记。"))
            return redirect("desk:appointment", key)
    return form_page(request, form, f"{title} · {name_of(area)}", reverse("desk:appointments"), problems=problems, submit=_("登记"))


@needs("manage.people")
def appointment_end(request: DeskRequest, key: str) -> HttpResponse:
    """Give an appointment its last day."""
    found = _found(request, key)
    form = EndForm(request.POST or None, initial={"end": timezone.localdate()})
    problems: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        payload = Appointed(
            key=key, person=found.person, post=found.post, sector=found.sector, start=found.start, end=form.cleaned_data["end"]
        )
        problems = attempt(lambda: append(draft("appointment.set", found.area, payload), actor_for(request, "manage.people", found.area)))
        if not problems:
            messages.success(request, _("任职已定最后一天。"))
            return redirect("desk:appointment", key)
    title = _("结束任职 · %(area)s %(post)s %(name)s") % {
        "area": name_of(found.area),
        "post": _title(request, found),
        "name": holder(found),
    }
    lede = _("之后这一岗位空缺，未完成的 %(n)s 项职责无人负责。有人接任的，请改办交接。") % {
        "n": len(open_duties(board(request.county), key))
    }
    return form_page(request, form, title, reverse("desk:appointment", args=[key]), problems=problems, lede=lede, submit=_("结束任职"))


def open_duties(now: Board, key: str) -> list[Standing]:
    """The obligations that the holder of an appointment answers for and has not fulfilled yet: they go over to the successor."""
    return [
        standing
        for standing in now.standings
        if standing.owner and standing.owner.id == key and standing.state in (State.OPEN, State.OVERDUE)
    ]


@needs("manage.people")
def hand_over(request: DeskRequest, key: str) -> HttpResponse:
    """Hand a post over in one step: what is open goes with it."""
    found = _found(request, key)
    now = board(request.county)
    duties = open_duties(now, key)
    first = max(timezone.localdate(), found.start + timedelta(days=1))
    form = HandOverForm(people_visible_to(request.scope).exclude(key=found.person), request.POST or None, initial={"from_day": first})
    problems: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        payload = HandedOver(
            appointment=key,
            successor=data["successor"].key,
            from_day=data["from_day"],
            open_duties=tuple(standing.obligation.key for standing in duties),
            note=data["note"],
        )
        problems = attempt(lambda: append(draft("post.handed_over", found.area, payload), actor_for(request, "manage.people", found.area)))
        if not problems:
            messages.success(request, _("交接已记录，未完成的职责一并移交。"))
            return redirect("desk:appointment", key)
    # An administrator who appoints people does not see their work: he is told how much goes over, not what.
    sees = scope_of(request.actors)
    shown = [standing for standing in duties if sees.covers(standing.obligation.area, standing.obligation.sector)]
    context = {
        "found": found,
        "title": _title(request, found),
        "area": name_of(found.area),
        "form": form,
        "problems": problems,
        "duties": ledger_rows(now, shown),
        "hidden": len(duties) - len(shown),
    }
    return render(request, "desk/registers/hand_over.html", context)
