"""Appointments as a list."""

from datetime import date
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _

from sanzhang.desk.access import DeskRequest
from sanzhang.desk.places import place_names
from sanzhang.desk.registers import ActionsColumn, holder, may, post_titles, sector_titles
from sanzhang.desk.tables.columns import STACK, DayColumn, LinkColumn
from sanzhang.journal.actors import inside
from sanzhang.people.models import Appointment
from sanzhang.people.queries import on

WHEN = [("", _("现任")), ("past", _("已结束")), ("future", _("未到任")), ("all", _("全部"))]
DAY = {"td": {"class": "date"}}


class PersonColumn(tables.Column):  # type: ignore[misc]
    """A name that leads to the person's page, where the user may see it."""

    def render(self, value: Any, record: Any) -> str:
        """The link."""
        return format_html('<a href="{}">{}</a>', record["person_url"], value)

    def value(self, value: Any) -> str:
        """The name."""
        return str(value)


class AppointmentTable(tables.Table):  # type: ignore[misc]
    """One appointment a row."""

    area = tables.Column(verbose_name=_("区划"), order_by="area")
    post = LinkColumn(verbose_name=_("岗位"), order_by="post")
    sector = tables.Column(verbose_name=_("行业"), order_by="sector")
    name = PersonColumn(verbose_name=_("姓名"), order_by="name")
    start = DayColumn(verbose_name=_("自"), order_by="start", attrs=DAY)
    end = DayColumn(verbose_name=_("至"), order_by="end", attrs=DAY)
    actions = ActionsColumn()

    class Meta:
        attrs = STACK
        order_by = ("area", "post")
        empty_text = _("没有这样的任职。")


class AppointmentFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which appointments are shown."""

    post = django_filters.ChoiceFilter("post", label=_("岗位"), empty_label=_("全部"))
    town = django_filters.ChoiceFilter(method="below", label=_("苏木镇"), empty_label=_("全部"))
    name = django_filters.CharFilter("name", "icontains", label=_("姓名"))
    when = django_filters.ChoiceFilter(method="ignore", label=_("时间"), empty_label=None, choices=WHEN)

    class Meta:
        model = Appointment
        fields = ("post", "town", "name", "when")

    def __init__(
        self, data: Any, queryset: QuerySet[Appointment], today: date, posts: dict[str, str], towns: list[tuple[str, str]],
        town: str,
    ) -> None:  # fmt: skip
        super().__init__(data, queryset)
        self.filters["town"].label = town
        self.today = today
        self.filters["post"].extra["choices"] = list(posts.items())
        self.filters["town"].extra["choices"] = towns

    @property
    def qs(self) -> QuerySet[Appointment]:
        """The appointments; present ones unless others are asked for."""
        found: QuerySet[Appointment] = super().qs
        match self.form.cleaned_data.get("when") if self.is_bound else "":
            case "past":
                return found.filter(end__lt=self.today)
            case "future":
                return found.filter(start__gt=self.today)
            case "all":
                return found
        return found.filter(on(self.today))

    def below(self, rows: QuerySet[Appointment], name: str, value: str) -> QuerySet[Appointment]:
        """In a town or below it."""
        return rows.filter(inside("area", value))

    def ignore(self, rows: QuerySet[Appointment], name: str, value: str) -> QuerySet[Appointment]:
        """Applied by ``qs``, since it has a default."""
        return rows


def appointment_rows(request: DeskRequest, today: date, rows: list[Appointment]) -> list[dict[str, Any]]:
    """One page of appointments as rows."""
    names = place_names([row.area for row in rows])
    posts, sectors = post_titles(request.county), sector_titles(request.county)
    return [
        {
            "area": names.get(row.area, row.area),
            "post": posts.get(row.post, row.post),
            "sector": sectors.get(row.sector, row.sector),
            "name": holder(row),
            "start": row.start,
            "end": row.end,
            "url": reverse("desk:appointment", args=[row.key]),
            "person_url": reverse("desk:person", args=[row.person]),
            "actions": _actions(row) if (row.end is None or row.end >= today) and may(request, "manage.people", row.area) else [],
        }
        for row in rows
    ]


def _actions(row: Appointment) -> list[dict[str, str]]:
    return [
        {"title": gettext("交接"), "url": reverse("desk:hand_over", args=[row.key])},
        {"title": gettext("结束"), "url": reverse("desk:appointment_end", args=[row.key])},
    ]
