"""Cases of one life cycle as a list: what is late first."""

from datetime import datetime
from functools import partial
from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sanzhang.cases.models import Case
from sanzhang.cases.queries import steps_of_each
from sanzhang.cycles.lateness import is_late
from sanzhang.cycles.words import Words
from sanzhang.desk import steps
from sanzhang.desk.access import DeskRequest
from sanzhang.desk.checked import place_name, place_urls
from sanzhang.desk.places import area_filter, place_names
from sanzhang.desk.registers import department_titles
from sanzhang.desk.rows import Rows, addresses
from sanzhang.desk.steps import countdown, words_today
from sanzhang.desk.tables.columns import STACK, WIDE, DayColumn
from sanzhang.desk.tables.hazards import HazardStateColumn
from sanzhang.desk.tables.inspections import DATE, PlaceColumn
from sanzhang.desk.tables.steps import DeadlineColumn, NextColumn, ShortLinkColumn, moment_columns, moments_of, numbers_of, state_title
from sanzhang.desk.words import say
from sanzhang.journal.actors import inside
from sanzhang.premises.queries import matching, visible_to as premises_visible_to
from sanzhang.rules.lifecycle import LifeCycle

NAME = {"td": {"class": "name"}}
URGENCY = ("urgency", "opened_on")


class CaseTable(tables.Table):  # type: ignore[misc]
    """One case a row. Numbers of papers and the moment of every step are in exports only."""

    title = ShortLinkColumn(verbose_name=_("事由"), orderable=False, attrs=WIDE)
    place = PlaceColumn(verbose_name=_("对象"), order_by="place_name", attrs=NAME)
    area = tables.Column(verbose_name=_("区域"), order_by="area", attrs=NAME)
    opened = DayColumn(verbose_name=_("立项日期"), order_by="opened_on", attrs=DATE)
    state = HazardStateColumn(verbose_name=_("情况"), order_by=URGENCY)
    next = NextColumn(verbose_name=_("下一步"), orderable=False, attrs=NAME)
    owner = tables.Column(verbose_name=_("负责"), orderable=False, visible=False)
    deadline = DeadlineColumn(verbose_name=_("期限"), order_by=URGENCY, attrs=DATE)
    due = DayColumn(verbose_name=_("整改期限"), order_by="due", attrs=DATE)
    department = tables.Column(verbose_name=_("督办部门"), orderable=False, visible=False)
    hazards = tables.Column(verbose_name=_("隐患数"), orderable=False, visible=False)
    numbers = tables.Column(verbose_name=_("文书编号"), orderable=False, visible=False)

    class Meta:
        attrs = STACK
        order_by = ("state",)

    def __init__(self, table: LifeCycle, rows: Rows, *, supervised: bool) -> None:
        super().__init__(rows, extra_columns=moment_columns(table), exclude=() if supervised else ("due", "department"))


class CaseFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which cases are shown. ``place``: those of one place, by its key."""

    q = django_filters.CharFilter(method="about", label=_("事由、对象"))
    area = django_filters.ChoiceFilter(method="below", label=_("区域"), empty_label=_("全部"))
    state = django_filters.ChoiceFilter(method="standing", label=_("情况"), empty_label=_("全部"))
    mine = django_filters.BooleanFilter(method="for_me", label=_("我的岗位可办"), widget=forms.CheckboxInput)
    late = django_filters.BooleanFilter(method="overdue", label=_("只看逾期的"), widget=forms.CheckboxInput)
    place = django_filters.CharFilter("place_key", widget=forms.HiddenInput)

    class Meta:
        model = Case
        fields = ("q", "area", "state", "mine", "late", "place")

    def __init__(self, request: DeskRequest, table: LifeCycle, queryset: QuerySet[Case]) -> None:
        super().__init__(request.GET, queryset)
        self.request, self.table = request, table
        self.filters["area"].extra["choices"] = area_filter(request.scope)
        titles = [(state.id, state_title(table, state.id)) for state in table.states]
        self.filters["state"].extra["choices"] = [("going", _("正在办理")), *titles]

    def about(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """What it is about, or where."""
        text = value.strip()
        keys = matching(premises_visible_to(self.request.scope), text).order_by().values("key")
        return rows.filter(Q(text__icontains=text) | Q(place_name__icontains=text) | Q(place_key__in=keys))

    def below(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """In an area or below it."""
        return rows.filter(inside("area", value))

    def standing(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """In one state, or in any in which something is left to do."""
        return rows.filter(ended=False) if value == "going" else rows.filter(state=value)

    def for_me(self, rows: QuerySet[Case], name: str, value: bool) -> QuerySet[Case]:
        """Of which the next step is for this user to take."""
        return rows.filter(mine(self.request, self.table)) if value else rows

    def overdue(self, rows: QuerySet[Case], name: str, value: bool) -> QuerySet[Case]:
        """Past their day."""
        return rows.filter(is_late(timezone.now())) if value else rows


def mine(request: DeskRequest, table: LifeCycle) -> Q:
    """The condition that the next step in a case is for this user to take."""
    return steps.mine(request, table, lambda step: ("department",))


def cases_shown(request: DeskRequest, table: LifeCycle, rows: QuerySet[Case]) -> Rows:
    """The list: those that go on by the day on which something is due, then those that ended."""
    return Rows(rows, partial(case_rows, request, table, bool(request.GET.get("export"))))


def case_rows(request: DeskRequest, table: LifeCycle, as_file: bool, rows: list[Case]) -> list[dict[str, Any]]:
    """Cases as rows. ``as_file``: with every step's moment too."""
    now, areas, departments = timezone.now(), place_names([row.area for row in rows]), department_titles(request.county)
    words, taken = words_today(request.county, table.id), steps_of_each([row.id for row in rows]) if as_file else {}
    urls, own = place_urls(request.scope, [(row.place_type, row.place_key) for row in rows]), addresses("desk:case")
    return [
        {
            "title": row.text,
            "url": own(row.id),
            "place_url": urls.get((row.place_type, row.place_key), ""),
            "place": place_name(row.place_type, row.place_name, areas[row.area]),
            "area": areas[row.area],
            "opened": row.opened_on,
            "state": standing_of(words, row, now),
            "owner": awaited.owner,
            "next": awaited.step,
            "deadline": countdown(row, now),
            "due": row.due,
            "department": departments.get(row.department, row.department),
            "hazards": len(row.hazards),
            "numbers": numbers_of(taken.get(row.id, ())),
            **moments_of(taken.get(row.id, ())),
        }
        for row in rows
        for awaited in [words.next(row, row.department)]
    ]


def standing_of(words: Words, row: Case, now: datetime) -> dict[str, Any]:
    """How a case stands, as the pill takes it."""
    left = countdown(row, now)
    shown = ("withdrawn" if row.state == "withdrawn" else "corrected") if row.ended else row.state
    return {"state": shown, "word": words.state(row.state), "late": left["late"], "soon": left["soon"], "conflict": False}


def case_line(row: Case, now: datetime) -> dict[str, Any]:
    """A case as a line of another page."""
    words = words_today(row.county, row.cycle)
    return {
        "cycle": say(words.table.title),
        "text": row.text,
        "opened": row.opened_on,
        "state": standing_of(words, row, now),
        "words": countdown(row, now)["words"],
        "next": words.next(row).step,
        "url": reverse("desk:case", args=[row.id]),
    }
