"""Hazards as a board: what is late first."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _

from sanzhang.cases.queries import in_listings
from sanzhang.cycles.lateness import is_late
from sanzhang.cycles.tables import life_cycle
from sanzhang.desk import steps
from sanzhang.desk.access import DeskRequest
from sanzhang.desk.checked import Who, place_name, place_urls, speaks_of_suspicion
from sanzhang.desk.long_rows import LongRows
from sanzhang.desk.photos import Shown
from sanzhang.desk.places import area_filter, place_names
from sanzhang.desk.registers import department_titles
from sanzhang.desk.rows import addresses
from sanzhang.desk.steps import countdown, table_today, words_today
from sanzhang.desk.tables.columns import NUMBER, STACK, WIDE, DayColumn, LinkColumn
from sanzhang.desk.tables.inspections import DATE, PlaceColumn
from sanzhang.desk.tables.steps import DeadlineColumn, NextColumn, moment_columns, moments_of, numbers_of
from sanzhang.desk.words import listed, say
from sanzhang.hazards.models import Hazard, HazardEvent
from sanzhang.hazards.queries import moments_of_each
from sanzhang.hazards.states import ACTION_TITLES, CYCLE, SEVERITY_TITLES, Event, State
from sanzhang.journal.actors import inside
from sanzhang.plans.queries import inspections_under, visible_to as plans_visible_to
from sanzhang.premises.queries import matching, visible_to as premises_visible_to
from sanzhang.rules.days import day_of
from sanzhang.rules.lifecycle import Step

NAME = {"td": {"class": "name"}}
# What is late comes first, then what is left or in doubt, by day and age; what is done or withdrawn comes last.
URGENCY = ("urgency", "found_on")
FIELDS = (
    "county", "area", "place_type", "place_key", "place_name", "text", "severity", "state", "ended", "next_due", "step_due", "due_at", "beside",
    "stopped_on", "due", "found_on",
    "found_by", "corrected_at", "conflict", "referred_to",
)  # fmt: skip
SEVERITIES = [(severity, _(title)) for severity, title in SEVERITY_TITLES.items()]


class HazardStateColumn(tables.Column):  # type: ignore[misc]
    """How a hazard stands, as a pill; in words in exports. ``value`` is what ``standing_of`` says."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._made: dict[tuple[Any, ...], str] = {}

    def render(self, value: dict[str, Any]) -> str:
        """The pill."""
        return self._once(value, lambda: render_to_string("desk/parts/hazard_state.html", value))

    def value(self, value: dict[str, Any], **rest: Any) -> str:
        """The words."""
        return self._once(value, lambda: state_words(value))

    def _once(self, value: dict[str, Any], make: Callable[[], str]) -> str:
        """What is made of ``value``; once for all hazards that stand alike, since a page or a file asks for nothing else of this column."""
        alike = tuple(value.values())
        if alike not in self._made:
            self._made[alike] = make()
        return self._made[alike]


class SeverityColumn(tables.Column):  # type: ignore[misc]
    """How grave a hazard is: what is serious stands out, without a colour that speaks of lateness."""

    def render(self, value: str, record: Any) -> str:
        """The word."""
        return format_html("<b>{}</b>", value) if record["serious"] else value

    def value(self, value: str, **rest: Any) -> str:
        """The word."""
        return value


class HazardTable(tables.Table):  # type: ignore[misc]
    """One hazard a row. Who found it, when it was found and put right, and the moment of every step are in exports only: the board says how long
    it has stood, and for whom it waits.
    """

    text = LinkColumn(verbose_name=_("隐患"), orderable=False, attrs=WIDE)
    place = PlaceColumn(verbose_name=_("对象"), order_by="place_name", attrs=NAME)
    area = tables.Column(verbose_name=_("区域"), order_by="area", attrs=NAME)
    severity = SeverityColumn(verbose_name=_("程度"), order_by="severity")
    found = DayColumn(verbose_name=_("发现日期"), order_by="found_on", visible=False)
    age = tables.Column(verbose_name=_("历时（天）"), order_by="-found_on", attrs=NUMBER)
    due = DayColumn(verbose_name=_("整改期限"), order_by="due", visible=False)
    corrected = DayColumn(verbose_name=_("整改日期"), order_by="corrected_at", visible=False)
    state = HazardStateColumn(verbose_name=_("情况"), order_by=URGENCY)
    next = NextColumn(verbose_name=_("下一步"), orderable=False, attrs=NAME)
    owner = tables.Column(verbose_name=_("负责"), orderable=False, visible=False)
    deadline = DeadlineColumn(verbose_name=_("期限"), order_by=URGENCY, attrs=DATE)
    who = tables.Column(verbose_name=_("发现人"), orderable=False, visible=False)
    referred = tables.Column(verbose_name=_("抄告部门"), orderable=False, visible=False)
    numbers = tables.Column(verbose_name=_("文书编号"), orderable=False, visible=False)

    class Meta:
        attrs = STACK
        order_by = ("state",)
        empty_text = _("没有这样的隐患。")

    def __init__(self, county: str, rows: LongRows) -> None:
        super().__init__(rows, extra_columns=moment_columns(table_today(county, CYCLE)))


class HazardFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which hazards are shown. ``place``: those of one place, by its key; ``plan``: found by inspections that count for one;
    ``overseen``: at places that a sector oversees, ``-`` for none.
    """

    q = django_filters.CharFilter(method="about", label=_("隐患、对象"))
    area = django_filters.ChoiceFilter(method="below", label=_("区域"), empty_label=_("全部"))
    state = django_filters.ChoiceFilter(method="standing", label=_("情况"), empty_label=_("全部"))
    severity = django_filters.ChoiceFilter(label=_("程度"), empty_label=_("全部"), choices=SEVERITIES)
    department = django_filters.ChoiceFilter("referred_to", label=_("抄告部门"), empty_label=_("全部"))
    mine = django_filters.BooleanFilter(method="for_me", label=_("我的岗位可办"), widget=forms.CheckboxInput)
    major = django_filters.BooleanFilter(method="in_listings", label=_("涉及重大火灾隐患"), widget=forms.CheckboxInput)
    late = django_filters.BooleanFilter(method="overdue", label=_("只看逾期的"), widget=forms.CheckboxInput)
    conflict = django_filters.BooleanFilter(method="in_conflict", label=_("只看待核对的"), widget=forms.CheckboxInput)
    place = django_filters.CharFilter("place_key", widget=forms.HiddenInput)
    plan = django_filters.UUIDFilter(method="under", widget=forms.HiddenInput)
    overseen = django_filters.CharFilter(method="of_sector", widget=forms.HiddenInput)

    class Meta:
        model = Hazard
        fields = ("q", "area", "state", "severity", "department", "mine", "major", "late", "conflict", "place", "plan", "overseen")

    def __init__(self, request: DeskRequest, queryset: QuerySet[Hazard]) -> None:
        super().__init__(request.GET, queryset)
        self.request, self.seen = request, request.scope
        self.filters["area"].extra["choices"] = area_filter(request.scope)
        titles = state_titles(request.county, speaks_of_suspicion(request))
        self.filters["state"].extra["choices"] = [("unsettled", _("还没有整改")), *titles.items()]
        self.filters["department"].extra["choices"] = list(department_titles(request.county).items())
        if speaks_of_suspicion(request):  # nothing of that sort is decided in a grid
            del self.filters["department"], self.filters["major"]

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

    def for_me(self, rows: QuerySet[Hazard], name: str, value: bool) -> QuerySet[Hazard]:
        """Of which the next step is for this user to take."""
        return rows.filter(mine(self.request)) if value else rows

    def in_listings(self, rows: QuerySet[Hazard], name: str, value: bool) -> QuerySet[Hazard]:
        """That belong to a major hazard which is going on."""
        return rows.filter(id__in=in_listings(self.seen)) if value else rows

    def overdue(self, rows: QuerySet[Hazard], name: str, value: bool) -> QuerySet[Hazard]:
        """Past their day."""
        return rows.filter(is_late(timezone.now())) if value else rows

    def in_conflict(self, rows: QuerySet[Hazard], name: str, value: bool) -> QuerySet[Hazard]:
        """Where two people told of different ends."""
        return rows.filter(conflict=True) if value else rows

    def under(self, rows: QuerySet[Hazard], name: str, value: UUID) -> QuerySet[Hazard]:
        """Found by an inspection that counts for a plan."""
        plan = plans_visible_to(self.seen).filter(id=value).first()
        return rows.filter(inspection__in=inspections_under(plan, timezone.localdate())) if plan else rows.none()

    def of_sector(self, rows: QuerySet[Hazard], name: str, value: str) -> QuerySet[Hazard]:
        """At a place that a sector oversees."""
        keys = premises_visible_to(self.seen).filter(sector="" if value == "-" else value).order_by().values("key")
        return rows.filter(place_key__in=keys)


def hazards_shown(request: DeskRequest, rows: QuerySet[Hazard]) -> LongRows:
    """The board; names are looked up for the page that is shown."""
    return LongRows(rows, partial(hazard_rows, request), FIELDS, request.county, page=partial(_link, request), file=_with_steps)


def mine(request: DeskRequest) -> Q:
    """The condition that the next step about a hazard is for this user to take."""
    return steps.mine(request, table_today(request.county, CYCLE), _sectors, begins_below=True)


def _sectors(step: Step) -> tuple[str, ...]:
    """Which columns name the sectors whose posts may take ``step``."""
    return ("referred_to",) if step.in_hand else ("sector", "referred_to")


def hazard_rows(request: DeskRequest, rows: list[Any]) -> list[dict[str, Any]]:
    """Hazards, each with ``FIELDS``, as rows."""
    now, titles = timezone.now(), state_titles(request.county, speaks_of_suspicion(request))
    areas, who = place_names(list({row.area for row in rows})), Who(request.county, [row.found_by for row in rows])
    departments, severities = department_titles(request.county), {severity: gettext(title) for severity, title in SEVERITY_TITLES.items()}
    words = words_today(request.county, CYCLE)
    return [
        {
            "text": row.text,
            "place": place_name(row.place_type, row.place_name, areas[row.area]),
            "area": areas[row.area],
            "severity": severities[row.severity],
            "serious": row.severity == "serious",
            "found": row.found_on,
            "age": age_of(row, day_of(now)),
            "due": row.due,
            "corrected": day_of(row.corrected_at) if row.corrected_at else None,
            "state": _standing(row, left, titles),
            "owner": awaited.owner,
            "next": awaited.step,
            "deadline": left,
            "who": who.name(row.found_by),
            "referred": departments.get(row.referred_to, row.referred_to),
        }
        for row in rows
        for awaited, left in [(words.next(row, row.referred_to), countdown(row, now))]
    ]


def _link(request: DeskRequest, rows: list[Any], shown: list[dict[str, Any]]) -> None:
    urls, own = place_urls(request.scope, [(row.place_type, row.place_key) for row in rows]), addresses("desk:hazard")
    for row, cells in zip(rows, shown, strict=True):
        cells["url"] = own(row.pk)
        cells["place_url"] = urls.get((row.place_type, row.place_key), "")


def _with_steps(rows: list[Any], shown: list[dict[str, Any]]) -> None:
    taken = moments_of_each([row.pk for row in rows])
    for row, cells in zip(rows, shown, strict=True):
        cells["numbers"] = numbers_of(taken.get(row.pk, ()))
        cells |= moments_of(taken.get(row.pk, ()))


def age_of(row: Any, today: date) -> int | None:
    """For how many days it has stood, or stood until it was corrected; None for one that was withdrawn."""
    if row.state == State.WITHDRAWN:
        return None
    until = day_of(row.corrected_at) if row.state == State.CORRECTED and row.corrected_at else today
    return max(int((until - row.found_on).days), 0)


def standing_of(row: Hazard, now: datetime, suspected: bool) -> dict[str, Any]:
    """How a hazard stands, as the pill takes it: state, its word, days it is late, whether it is due soon, whether somebody has to look."""
    return _standing(row, countdown(row, now), state_titles(row.county, suspected))


def _standing(row: Any, left: dict[str, Any], titles: dict[str, str]) -> dict[str, Any]:
    word = titles.get(row.state, row.state)
    return {"state": row.state, "word": word, "late": left["late"], "soon": left["soon"], "conflict": row.conflict}


def state_words(standing: dict[str, Any]) -> str:
    """How a hazard stands, in words alone."""
    words = [standing["word"]]
    if standing["late"]:
        words.append(gettext("逾期 %(n)s 天") % {"n": standing["late"]})
    if standing["conflict"]:
        words.append(gettext("待核对"))
    return listed(words)


def state_titles(county: str, suspected: bool) -> dict[str, str]:
    """States in words; where nobody rules on hazards, correcting one is advice."""
    titles = {state.id: say(state.title) for state in life_cycle(county, CYCLE, timezone.localdate()).states}
    return titles | {str(State.OPEN): gettext("建议整改")} if suspected else titles


def action_title(action: str, suspected: bool) -> str:
    """What was asked for when a hazard was found; where nobody rules on hazards, it is advice."""
    if action == "by_date" and suspected:
        return gettext("建议限期整改")
    return gettext(ACTION_TITLES.get(action, action))


def hazard_cards(
    request: DeskRequest, rows: list[Hazard], taken: dict[UUID, list[HazardEvent]], photos: dict[str, Shown]
) -> list[dict[str, Any]]:
    """Hazards as an inspection's page shows them: how each stands, with the photos before and after."""
    now, suspected = timezone.now(), speaks_of_suspicion(request)
    return [
        {
            "row": row,
            "url": reverse("desk:hazard", args=[row.id]),
            "state": standing_of(row, now, suspected),
            "severity": gettext(SEVERITY_TITLES.get(row.severity, row.severity)),
            "action": action_title(row.action, suspected),
            **before_and_after(taken.get(row.id, []), photos),
        }
        for row in rows
    ]


def before_and_after(taken: list[HazardEvent], photos: dict[str, Shown]) -> dict[str, list[Shown]]:
    """The photos with which a hazard was found, and those that show it corrected; as far as the user may see them."""
    found = {name: None for step in taken if step.event == Event.FOUND for name in step.photos}
    corrected = {name: None for step in taken if _shows_end(step) for name in step.photos if name not in found}
    return {
        "before": [photos[name] for name in found if name in photos],
        "after": [photos[name] for name in corrected if name in photos],
    }


def _shows_end(step: HazardEvent) -> bool:
    return step.event == Event.CORRECTED or step.state in (State.RECTIFIED, State.CORRECTED)
