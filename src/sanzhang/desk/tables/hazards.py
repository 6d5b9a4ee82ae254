"""Hazards as a board: what is late first."""

from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _

from sanzhang.cycles.tables import life_cycle
from sanzhang.desk.access import DeskRequest
from sanzhang.desk.checked import Who, place_name, place_urls, speaks_of_suspicion
from sanzhang.desk.photos import Shown
from sanzhang.desk.places import area_filter, place_names
from sanzhang.desk.rows import Rows
from sanzhang.desk.tables.columns import NUMBER, STACK, WIDE, LinkColumn
from sanzhang.desk.tables.inspections import DATE, PlaceColumn
from sanzhang.desk.words import say
from sanzhang.hazards.models import Hazard, HazardEvent
from sanzhang.hazards.queries import is_late
from sanzhang.hazards.states import ACTION_TITLES, CYCLE, SETTLED_TITLE, SEVERITY_TITLES, Event, State
from sanzhang.journal.actors import inside
from sanzhang.premises.queries import matching, visible_to as premises_visible_to
from sanzhang.rules.days import day_of

SOON = timedelta(days=3)
NAME = {"td": {"class": "name"}}
NEVER = date(9999, 12, 31)
URGENCY = ("rank", "last_due", "found_on")
SEVERITIES = [(severity, _(title)) for severity, title in SEVERITY_TITLES.items()]


class HazardStateColumn(tables.Column):  # type: ignore[misc]
    """How a hazard stands, as a pill; in words in exports. ``value`` is what ``standing_of`` says."""

    def render(self, value: dict[str, Any]) -> str:
        """The pill."""
        return render_to_string("desk/parts/hazard_state.html", value)

    def value(self, value: dict[str, Any], **rest: Any) -> str:
        """The words."""
        return state_words(value)


class SeverityColumn(tables.Column):  # type: ignore[misc]
    """How grave a hazard is: what is serious stands out, without a colour that speaks of lateness."""

    def render(self, value: str, record: Any) -> str:
        """The word."""
        return format_html("<b>{}</b>", value) if record["serious"] else value

    def value(self, value: str, **rest: Any) -> str:
        """The word."""
        return value


class HazardTable(tables.Table):  # type: ignore[misc]
    """One hazard a row. When it was found and when it was put right are in exports only: the board says how long it has stood."""

    text = LinkColumn(verbose_name=_("隐患"), orderable=False, attrs=WIDE)
    place = PlaceColumn(verbose_name=_("对象"), order_by="place_name", attrs=NAME)
    area = tables.Column(verbose_name=_("区域"), order_by="area", attrs=NAME)
    severity = SeverityColumn(verbose_name=_("程度"), order_by="severity")
    found = tables.DateColumn(format="Y-m-d", verbose_name=_("发现日期"), order_by="found_on", visible=False)
    age = tables.Column(verbose_name=_("历时（天）"), order_by="-found_on", attrs=NUMBER)
    due = tables.DateColumn(format="Y-m-d", verbose_name=_("整改期限"), order_by="last_due", attrs=DATE)
    corrected = tables.DateColumn(format="Y-m-d", verbose_name=_("整改日期"), order_by="corrected_at", visible=False)
    state = HazardStateColumn(verbose_name=_("情况"), order_by=URGENCY)
    who = tables.Column(verbose_name=_("发现人"), orderable=False, attrs=NAME)

    class Meta:
        attrs = STACK
        order_by = ("state",)
        empty_text = _("没有这样的隐患。")


class HazardFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which hazards are shown. ``place``: those of one place, by its key."""

    q = django_filters.CharFilter(method="about", label=_("隐患、对象"))
    area = django_filters.ChoiceFilter(method="below", label=_("区域"), empty_label=_("全部"))
    state = django_filters.ChoiceFilter(method="standing", label=_("情况"), empty_label=_("全部"))
    severity = django_filters.ChoiceFilter(label=_("程度"), empty_label=_("全部"), choices=SEVERITIES)
    late = django_filters.BooleanFilter(method="overdue", label=_("只看逾期的"), widget=forms.CheckboxInput)
    conflict = django_filters.BooleanFilter(method="in_conflict", label=_("只看待核对的"), widget=forms.CheckboxInput)
    place = django_filters.CharFilter("place_key", widget=forms.HiddenInput)

    class Meta:
        model = Hazard
        fields = ("q", "area", "state", "severity", "late", "conflict", "place")

    def __init__(self, request: DeskRequest, queryset: QuerySet[Hazard]) -> None:
        super().__init__(request.GET, queryset)
        self.seen = request.scope
        self.filters["area"].extra["choices"] = area_filter(request.scope)
        titles = state_titles(request.county, speaks_of_suspicion(request))
        self.filters["state"].extra["choices"] = [("unsettled", _("还没有整改")), *titles.items()]

    def about(self, rows: QuerySet[Hazard], name: str, value: str) -> QuerySet[Hazard]:
        """What was found, or where."""
        text = value.strip()
        keys = matching(premises_visible_to(self.seen), text).order_by().values("key")
        return rows.filter(Q(text__icontains=text) | Q(place_name__icontains=text) | Q(place_key__in=keys))

    def below(self, rows: QuerySet[Hazard], name: str, value: str) -> QuerySet[Hazard]:
        """In an area or below it."""
        return rows.filter(inside("area", value))

    def standing(self, rows: QuerySet[Hazard], name: str, value: str) -> QuerySet[Hazard]:
        """In one state, or in any in which something is left to do."""
        return rows.filter(ended=False) if value == "unsettled" else rows.filter(state=value)

    def overdue(self, rows: QuerySet[Hazard], name: str, value: bool) -> QuerySet[Hazard]:
        """Past their day."""
        return rows.filter(is_late(timezone.localdate())) if value else rows

    def in_conflict(self, rows: QuerySet[Hazard], name: str, value: bool) -> QuerySet[Hazard]:
        """Where two people told of different ends."""
        return rows.filter(conflict=True) if value else rows


def with_urgency(rows: QuerySet[Hazard]) -> QuerySet[Any]:
    """``rows`` with what ``URGENCY`` orders by: the late first, then those left or in doubt by due day and age; done and withdrawn ones last."""
    rank = Case(
        When(is_late(timezone.localdate()), then=Value(0)),
        When(Q(ended=False) | Q(conflict=True) & ~Q(state=State.WITHDRAWN), then=Value(1)),
        When(state=State.CORRECTED, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return rows.annotate(rank=rank, last_due=Coalesce("next_due", Value(NEVER)))


def hazards_shown(request: DeskRequest, rows: QuerySet[Hazard]) -> Rows:
    """The board; names are looked up for the page that is shown."""
    return Rows(with_urgency(rows), partial(hazard_rows, request))


def hazard_rows(request: DeskRequest, rows: list[Hazard]) -> list[dict[str, Any]]:
    """One page of hazards as rows."""
    today, suspected = timezone.localdate(), speaks_of_suspicion(request)
    areas, who = place_names([row.area for row in rows]), Who(request.county, [row.found_by for row in rows])
    urls = place_urls(request.scope, [(row.place_type, row.place_key) for row in rows])
    return [
        {
            "text": row.text,
            "place": place_name(row.place_type, row.place_name, areas[row.area]),
            "place_url": urls.get((row.place_type, row.place_key), ""),
            "area": areas[row.area],
            "severity": gettext(SEVERITY_TITLES.get(row.severity, row.severity)),
            "serious": row.severity == "serious",
            "found": row.found_on,
            "age": age_of(row, today),
            "due": row.due,
            "corrected": day_of(row.corrected_at) if row.corrected_at else None,
            "state": standing_of(row, today, suspected),
            "who": who.name(row.found_by),
            "url": reverse("desk:hazard", args=[row.id]),
        }
        for row in rows
    ]


def age_of(row: Hazard, today: date) -> int | None:
    """For how many days it has stood, or stood until it was corrected; None for one that was withdrawn."""
    if row.state == State.WITHDRAWN:
        return None
    until = day_of(row.corrected_at) if row.state == State.CORRECTED and row.corrected_at else today
    return max((until - row.found_on).days, 0)


def standing_of(row: Hazard, today: date, suspected: bool) -> dict[str, Any]:
    """How a hazard stands, as the pill takes it: state, its word, days it is late, whether it is due soon, whether somebody has to look."""
    due = None if row.ended else row.next_due
    late = (today - due).days if due else 0
    return {
        "state": row.state,
        "word": state_titles(row.county, suspected).get(row.state, row.state),
        "late": max(late, 0),
        "soon": bool(due and timedelta() <= due - today <= SOON),
        "conflict": row.conflict,
    }


def state_words(standing: dict[str, Any]) -> str:
    """How a hazard stands, in words alone."""
    words = [standing["word"]]
    if standing["late"]:
        words.append(gettext("逾期 %(n)s 天") % {"n": standing["late"]})
    if standing["conflict"]:
        words.append(gettext("待核对"))
    return "、".join(words)


def state_titles(county: str, suspected: bool) -> dict[str, str]:
    """States in words; where nobody rules on hazards, correcting one is advice."""
    titles = {state.id: say(state.title) for state in life_cycle(county, CYCLE, timezone.localdate()).states}
    return titles | {str(State.OPEN): gettext("建议整改")} if suspected else titles


def event_title(county: str, event: str) -> str:
    """A step in words."""
    title = life_cycle(county, CYCLE, timezone.localdate()).title_of(event)
    return say(title) if title else gettext(SETTLED_TITLE) if event == Event.SETTLED else event


def action_title(action: str, suspected: bool) -> str:
    """What was asked for when a hazard was found; where nobody rules on hazards, it is advice."""
    if action == "by_date" and suspected:
        return gettext("建议限期整改")
    return gettext(ACTION_TITLES.get(action, action))


def hazard_cards(
    request: DeskRequest, rows: list[Hazard], steps: dict[UUID, list[HazardEvent]], photos: dict[str, Shown]
) -> list[dict[str, Any]]:
    """Hazards as an inspection's page shows them: how each stands, with the photos before and after."""
    today, suspected = timezone.localdate(), speaks_of_suspicion(request)
    return [
        {
            "row": row,
            "url": reverse("desk:hazard", args=[row.id]),
            "state": standing_of(row, today, suspected),
            "severity": gettext(SEVERITY_TITLES.get(row.severity, row.severity)),
            "action": action_title(row.action, suspected),
            **before_and_after(steps.get(row.id, []), photos),
        }
        for row in rows
    ]


def before_and_after(steps: list[HazardEvent], photos: dict[str, Shown]) -> dict[str, list[Shown]]:
    """The photos with which a hazard was found, and those that show it corrected; as far as the user may see them."""
    found = {name: None for step in steps if step.event == Event.FOUND for name in step.photos}
    corrected = {name: None for step in steps if step.event == Event.CORRECTED for name in step.photos}
    return {
        "before": [photos[name] for name in found if name in photos],
        "after": [photos[name] for name in corrected if name in photos],
    }
