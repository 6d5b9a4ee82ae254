"""Phones: everybody's own, and the county's for the security administrator. A lost one is reported here."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sanzhang.accounts.devices import devices_of, devices_visible_to, report_lost
from sanzhang.accounts.entries import DeviceNoted
from sanzhang.accounts.models import Device
from sanzhang.desk.access import DeskRequest, actor_for, needs, signed_in
from sanzhang.desk.registers import attempt, moment, show_register
from sanzhang.desk.rows import Rows
from sanzhang.desk.tables.devices import DeviceFilter, DeviceTable, OwnDeviceTable, device_name, device_rows, state_words
from sanzhang.journal.actors import Actor, system_actor
from sanzhang.journal.append import append, draft
from sanzhang.people.queries import names_of

MANAGE = "manage.accounts"


@signed_in
def devices(request: DeskRequest) -> HttpResponseBase:
    """The user's own phones."""
    links = [{"title": _("全旗的手机"), "url": reverse("desk:devices_all")}] if _manages(request) else []
    context = {"title": _("我的手机"), "lede": _("用您的账号登录过手机应用的手机。丢了马上报失，换了不用的也可以报失。"), "links": links}
    rows = devices_of(request.user).select_related("account")
    return show_register(request, OwnDeviceTable(Rows(rows, partial(device_rows, request, "desk:device_lost"))), context)


@signed_in
def device_lost(request: DeskRequest, device_id: UUID) -> HttpResponse:
    """Report one of one's own phones lost."""
    return _lost(request, devices_of(request.user), device_id, reverse("desk:devices"), _("我的手机"))


@needs(MANAGE)
def devices_all(request: DeskRequest) -> HttpResponseBase:
    """The county's phones: whose, and when last heard of; never where."""
    chosen = DeviceFilter(request.GET, devices_visible_to(request.scope), request.scope)
    context: dict[str, Any] = {
        "title": _("手机"),
        "lede": _("登录过手机应用的手机。只看得到最近一次联系的时间，看不到人在哪里、记录了什么。"),
        "form": chosen.form,
        "links": [{"title": _("账号"), "url": reverse("desk:accounts")}],
    }
    return show_register(request, DeviceTable(Rows(chosen.qs, partial(device_rows, request, "desk:device_lost_any"))), context)


@needs(MANAGE)
def device_lost_any(request: DeskRequest, device_id: UUID) -> HttpResponse:
    """Report somebody's phone lost, because he said so."""
    return _lost(request, devices_visible_to(request.scope), device_id, reverse("desk:devices_all"), _("手机"))


def _lost(request: DeskRequest, seen: QuerySet[Device], device_id: UUID, back: str, back_title: str) -> HttpResponse:
    device = seen.filter(id=device_id, lost_at__isnull=True).select_related("account").first()
    if device is None:
        raise Http404
    person = device.account.person
    problems: list[dict[str, str]] = []
    if request.method == "POST":

        def change() -> None:
            actor = _reporter(request, person)
            payload = DeviceNoted(device=str(device.id), label=device.label, person=person)
            append(draft("device.lost", actor.area or request.county, payload), actor)
            report_lost(device)

        problems = attempt(change)
        if not problems:
            messages.success(request, _("已报失。这部手机不能再收发，下次联网时删除它保存的全部资料。"))
            return redirect(back)
    facts = [
        {"label": _("手机"), "value": device_name(device)},
        {"label": _("使用人"), "value": names_of([person]).get(person, "—")},
        {"label": _("登记时间"), "value": moment(device.registered_at)},
        {"label": _("最近联系"), "value": moment(device.last_contact)},
        {"label": _("状态"), "value": state_words(device)},
    ]
    context = {
        "title": _("报失“%(name)s”") % {"name": device_name(device)},
        "lede": _("报失后不能撤回：它立即不能再收发，下次联网时删除保存的全部资料，没发出去的记录也会丢失。找回来了，重新登录就能用。"),
        "facts": facts, "submit": _("报失"), "grave": True, "cancel_url": back, "back": back_title, "problems": problems,
    }  # fmt: skip
    return render(request, "desk/registers/confirm.html", context)


def _manages(request: DeskRequest) -> bool:
    return any(MANAGE in actor.powers for actor in request.actors)


def _reporter(request: DeskRequest, person: str) -> Actor:
    """In which post it is reported. Somebody without any may still report his own: the program then notes it for him."""
    if person != request.user.person:
        return actor_for(request, MANAGE, request.county)
    able = [actor for actor in request.actors if "view.area" in actor.powers]
    return max(able, key=lambda actor: len(actor.area)) if able else system_actor()
