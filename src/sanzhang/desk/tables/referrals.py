"""Hazards that were referred to departments: who has them, by when a receipt is due, what was answered."""

from functools import partial
from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sanzhang.cycles.lateness import is_late
from sanzhang.desk.access import DeskRequest
from sanzhang.desk.checked import place_name, place_urls
from sanzhang.desk.places import area_filter, place_names
from sanzhang.desk.registers import department_titles
from sanzhang.desk.rows import Rows, addresses
from sanzhang.desk.steps import countdown, words_today
from sanzhang.desk.tables.cases import NAME
from sanzhang.desk.tables.columns import STACK, WIDE, DayColumn, LinkColumn
from sanzhang.desk.tables.hazards import HazardStateColumn, mine, standing_of
from sanzhang.desk.tables.inspections import DATE, PlaceColumn
from sanzhang.desk.tables.steps import DeadlineColumn
from sanzhang.hazards.models import Hazard, HazardEvent
from sanzhang.hazards.queries import steps_of_each
from sanzhang.hazards.states import CYCLE, Event
from sanzhang.journal.actors import inside
from sanzhang.rules.days import day_of

URGENCY = ("urgency", "found_on")


class ReferralTable(tables.Table):  # type: ignore[misc]
    """One hazard that a department has in hand a row, with the days of the referral, the receipt and the answer."""

    text = LinkColumn(verbose_name=_("隐患"), orderable=False, attrs=WIDE)
    place = PlaceColumn(verbose_name=_("对象"), order_by="place_name", attrs=NAME)
    area = tables.Column(verbose_name=_("区域"), order_by="area", attrs=NAME)
    department = tables.Column(verbose_name=_("抄告部门"), order_by="referred_to", attrs=NAME)
    referred = DayColumn(verbose_name=_("抄告日期"), orderable=False, attrs=DATE)
    receipt = DayColumn(verbose_name=_("签收日期"), orderable=False, attrs=DATE)
    answered = DayColumn(verbose_name=_("答复日期"), orderable=False, attrs=DATE)
    state = HazardStateColumn(verbose_name=_("情况"), order_by=URGENCY)
    next = tables.Column(verbose_name=_("下一步"), orderable=False, visible=False)
    deadline = DeadlineColumn(verbose_name=_("期限"), order_by=URGENCY, attrs=DATE)
    asked = tables.Column(verbose_name=_("抄告事由"), orderable=False, visible=False)
    intends = tables.Column(verbose_name=_("处理意见"), orderable=False, visible=False)
    result = tables.Column(verbose_name=_("办理结果"), orderable=False, visible=False)

    class Meta:
        attrs = STACK
        order_by = ("state",)
        empty_text = _("没有抄告的隐患。")


class ReferralFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which referrals are shown."""

    area = django_filters.ChoiceFilter(method="below", label=_("区域"), empty_label=_("全部"))
    department = django_filters.ChoiceFilter("referred_to", label=_("抄告部门"), empty_label=_("全部"))
    state = django_filters.ChoiceFilter(label=_("情况"), empty_label=_("全部"))
    mine = django_filters.BooleanFilter(method="for_me", label=_("我的岗位可办"), widget=forms.CheckboxInput)
    late = django_filters.BooleanFilter(method="overdue", label=_("只看逾期的"), widget=forms.CheckboxInput)

    class Meta:
        model = Hazard
        fields = ("area", "department", "state", "mine", "late")

    def __init__(self, request: DeskRequest, queryset: QuerySet[Hazard], titles: dict[str, str]) -> None:
        super().__init__(request.GET, queryset)
        self.request = request
        self.filters["area"].extra["choices"] = area_filter(request.scope)
        self.filters["state"].extra["choices"] = list(titles.items())
        seen = {place.sector for place in request.scope.places}
        departments = {sector: name for sector, name in department_titles(request.county).items() if "" in seen or sector in seen}
        self.filters["department"].extra["choices"] = list(departments.items())

    def below(self, rows: QuerySet[Hazard], name: str, value: str) -> QuerySet[Hazard]:
        """In an area or below it."""
        return rows.filter(inside("area", value))

    def for_me(self, rows: QuerySet[Hazard], name: str, value: bool) -> QuerySet[Hazard]:
        """Of which the next step is for this user to take."""
        return rows.filter(mine(self.request)) if value else rows

    def overdue(self, rows: QuerySet[Hazard], name: str, value: bool) -> QuerySet[Hazard]:
        """Past their day."""
        return rows.filter(is_late(timezone.now())) if value else rows


def referrals_shown(request: DeskRequest, rows: QuerySet[Hazard]) -> Rows:
    """The list: what is waited for by its day, then what is done."""
    return Rows(rows, partial(referral_rows, request))


def referral_rows(request: DeskRequest, rows: list[Hazard]) -> list[dict[str, Any]]:
    """Referred hazards as rows."""
    now, areas, taken = timezone.now(), place_names([row.area for row in rows]), steps_of_each([row.id for row in rows])
    departments = department_titles(request.county)
    words = words_today(request.county, CYCLE)
    urls, own = place_urls(request.scope, [(row.place_type, row.place_key) for row in rows]), addresses("desk:hazard")
    return [
        {
            "text": row.text,
            "url": own(row.id),
            "place_url": urls.get((row.place_type, row.place_key), ""),
            "place": place_name(row.place_type, row.place_name, areas[row.area]),
            "area": areas[row.area],
            "department": departments.get(row.referred_to, row.referred_to),
            "state": standing_of(row, now, False),
            "next": words.next(row, row.referred_to).step,
            "deadline": countdown(row, now),
            **_told(taken.get(row.id, [])),
        }
        for row in rows
    ]


def _told(taken: list[HazardEvent]) -> dict[str, Any]:
    """The last referral, and the receipt and the answer that came after it: days and words."""
    last = {step.event: step for step in taken}
    referred = last.get(Event.REFERRED)
    told: dict[str, Any] = {}
    for event, day, words in (
        (Event.REFERRED, "referred", "asked"),
        (Event.RECEIPT, "receipt", "intends"),
        (Event.ANSWERED, "answered", "result"),
    ):
        step = last.get(event)
        if step and referred and step.recorded_at >= referred.recorded_at:
            told |= {day: day_of(step.occurred_at), words: step.note}
    return told
