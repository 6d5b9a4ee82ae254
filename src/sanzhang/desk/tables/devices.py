"""Phones as a list."""

from datetime import timedelta
from typing import Any

import django_filters
import django_tables2 as tables
from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from sanzhang.accounts.devices import in_use
from sanzhang.accounts.models import Device
from sanzhang.desk.access import DeskRequest
from sanzhang.desk.registers import ActionsColumn, moment
from sanzhang.desk.tables.columns import STACK, MomentColumn
from sanzhang.journal.actors import Scope
from sanzhang.people.queries import names_of, people_known

STATES = [("", _("在用")), ("silent", _("在用但很久没有联系")), ("lost", _("已报失")), ("out", _("已退出")), ("all", _("全部"))]
DATE = {"td": {"class": "date"}}


class OwnDeviceTable(tables.Table):  # type: ignore[misc]
    """One of the user's own phones a row."""

    name = tables.Column(verbose_name=_("手机"), order_by="label")
    registered = MomentColumn(verbose_name=_("登记时间"), order_by="registered_at", attrs=DATE)
    contact = MomentColumn(verbose_name=_("最近联系"), order_by="last_contact", attrs=DATE)
    state = tables.Column(verbose_name=_("状态"), orderable=False)
    actions = ActionsColumn()

    class Meta:
        attrs = STACK
        order_by = ("-contact",)
        empty_text = _("还没有手机登录过。")


class DeviceTable(OwnDeviceTable):
    """One phone a row, with whose it is."""

    username = tables.Column(verbose_name=_("账号"), order_by="account__username")
    person = tables.Column(verbose_name=_("姓名"), orderable=False)

    class Meta(OwnDeviceTable.Meta):
        sequence = ("username", "person", "...")
        empty_text = _("没有这样的手机。")


class DeviceFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which phones are shown."""

    name = django_filters.CharFilter(method="named", label=_("账号、姓名或手机"))
    state = django_filters.ChoiceFilter(method="ignore", label=_("状态"), empty_label=None, choices=STATES)

    class Meta:
        model = Device
        fields = ("name", "state")

    def __init__(self, data: Any, queryset: QuerySet[Device], scope: Scope) -> None:
        super().__init__(data, queryset)
        self.scope = scope

    @property
    def qs(self) -> QuerySet[Device]:
        """The phones; those in use unless others are asked for."""
        found: QuerySet[Device] = super().qs
        match self.form.cleaned_data.get("state"):
            case "silent":
                return found.filter(in_use(), last_contact__lt=timezone.now() - timedelta(days=settings.DEVICE_KEY_DAYS))
            case "lost":
                return found.filter(lost_at__isnull=False)
            case "out":
                return found.filter(lost_at__isnull=True, signed_out_at__isnull=False)
            case "all":
                return found
        return found.filter(in_use())

    def named(self, rows: QuerySet[Device], name: str, value: str) -> QuerySet[Device]:
        """By a part of the account's or the person's name, or of what the phone calls itself."""
        text = value.strip()
        people = people_known(self.scope).filter(name__icontains=text).values("key")
        return rows.filter(Q(account__username__icontains=text) | Q(label__icontains=text) | Q(account__person__in=people))

    def ignore(self, rows: QuerySet[Device], name: str, value: str) -> QuerySet[Device]:
        """Applied by ``qs``, since it has a default."""
        return rows


def device_rows(request: DeskRequest, route: str, devices: list[Device]) -> list[dict[str, Any]]:
    """One page of phones as rows; ``route`` is where one is reported lost."""
    names = names_of([device.account.person for device in devices])
    return [
        {
            "name": device_name(device),
            "username": device.account.username,
            "person": names.get(device.account.person, "—"),
            "registered": device.registered_at,
            "contact": device.last_contact,
            "state": state_words(device),
            "actions": [] if device.lost_at else [{"title": gettext("报失"), "url": reverse(route, args=[device.id])}],
        }
        for device in devices
    ]


def device_name(device: Device) -> str:
    """What a phone is called."""
    return device.label or gettext("没有名称的手机")


def state_words(device: Device) -> str:
    """How a phone stands."""
    if device.lost_at:
        return gettext("已报失 %(when)s") % {"when": moment(device.lost_at)}
    return gettext("已退出，再用须重新登录") if device.signed_out_at else gettext("在用")
