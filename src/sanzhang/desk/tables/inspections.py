"""Inspections as a list."""

from datetime import datetime
from functools import partial
from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _, gettext_noop

from sanzhang.desk.access import DeskRequest
from sanzhang.desk.checked import Who, checklist_title, place_name, place_urls
from sanzhang.desk.forms.day import DayInput
from sanzhang.desk.long_rows import LongRows
from sanzhang.desk.places import area_filter, place_names
from sanzhang.desk.registers import evidence_titles
from sanzhang.desk.rows import addresses
from sanzhang.desk.tables.columns import NUMBER, STACK, WIDE, LinkColumn, MomentColumn, PillsColumn
from sanzhang.desk.words import moment
from sanzhang.inspections.models import Inspection
from sanzhang.journal.actors import inside
from sanzhang.people.models import Person
from sanzhang.premises.queries import matching, visible_to as premises_visible_to

FIELDS = (
    "area", "evidence", "checklist", "checklist_version", "place_type", "place_key", "place", "person", "post", "findings_count",
    "occurred_at", "recorded_at", "withdrawn_at", "clock_offset",
)  # fmt: skip
DATE = {"td": {"class": "date"}, "th": {"class": "date"}}


class PlaceColumn(tables.Column):  # type: ignore[misc]
    """A place that leads to its own page where it has one: ``record["place_url"]``."""

    def render(self, value: str, record: Any) -> str:
        """The name, as a link where there is somewhere to go."""
        return format_html('<a href="{}">{}</a>', record["place_url"], value) if record["place_url"] else value

    def value(self, value: str, **rest: Any) -> str:
        """The name."""
        return value


class WhenColumn(LinkColumn):
    """When it was, leading to the inspection's own page."""

    def render(self, value: datetime, record: Any) -> str:
        """The link."""
        return super().render(moment(value), record)

    def value(self, value: datetime, **rest: Any) -> datetime:
        """The moment."""
        return value


class InspectionTable(tables.Table):  # type: ignore[misc]
    """One inspection a row. When it reached the server is in exports only."""

    when = WhenColumn(verbose_name=_("检查时间"), order_by=("occurred_on", "occurred_at"), attrs=DATE)
    recorded = MomentColumn(verbose_name=_("送达时间"), order_by="recorded_at", visible=False)
    place = PlaceColumn(verbose_name=_("对象"), orderable=False, attrs=WIDE)
    kind = tables.Column(verbose_name=_("检查方式"), order_by="evidence")
    checklist = tables.Column(verbose_name=_("检查表"), order_by="checklist")
    area = tables.Column(verbose_name=_("区域"), order_by="area")
    who = tables.Column(verbose_name=_("检查人"), orderable=False)
    findings = tables.Column(verbose_name=_("发现"), order_by="findings_count", attrs=NUMBER)
    marks = PillsColumn(verbose_name=_("标记"))

    class Meta:
        attrs = STACK
        order_by = ("-when",)
        empty_text = _("没有这样的检查。")


class InspectionFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which inspections are shown. ``place``: those of one place, by its key; pages of places lead here with it."""

    q = django_filters.CharFilter(method="at", label=_("对象名称、首字母、户编号"))
    area = django_filters.ChoiceFilter(method="below", label=_("区域"), empty_label=_("全部"))
    evidence = django_filters.ChoiceFilter(label=_("检查方式"), empty_label=_("全部"))
    person = django_filters.CharFilter(method="by", label=_("检查人姓名"))
    since = django_filters.DateFilter("occurred_on", "gte", label=_("自"), widget=DayInput())
    until = django_filters.DateFilter("occurred_on", "lte", label=_("至"), widget=DayInput())
    found = django_filters.BooleanFilter(method="with_findings", label=_("只看有发现的"), widget=forms.CheckboxInput)
    place = django_filters.CharFilter("place_key", widget=forms.HiddenInput)

    class Meta:
        model = Inspection
        fields = ("q", "area", "evidence", "person", "since", "until", "found", "place")

    def __init__(self, request: DeskRequest, queryset: QuerySet[Inspection]) -> None:
        super().__init__(request.GET, queryset)
        self.seen, self.county = request.scope, request.county
        self.filters["area"].extra["choices"] = area_filter(request.scope)
        self.filters["evidence"].extra["choices"] = list(evidence_titles(request.county, "inspection.").items())

    def at(self, rows: QuerySet[Inspection], name: str, value: str) -> QuerySet[Inspection]:
        """Of a place that was called so then, or that the register finds under it now."""
        keys = matching(premises_visible_to(self.seen), value).order_by().values("key")
        text = value.strip()
        return rows.filter(Q(place__name__icontains=text) | Q(place__number__icontains=text) | Q(place_key__in=keys))

    def below(self, rows: QuerySet[Inspection], name: str, value: str) -> QuerySet[Inspection]:
        """In an area or below it."""
        return rows.filter(inside("area", value))

    def by(self, rows: QuerySet[Inspection], name: str, value: str) -> QuerySet[Inspection]:
        """By somebody with a part of that name."""
        people = Person.objects.filter(county=self.county, superseded_at__isnull=True, name__icontains=value.strip())
        return rows.filter(person__in=people.values("key"))

    def with_findings(self, rows: QuerySet[Inspection], name: str, value: bool) -> QuerySet[Inspection]:
        """With at least one finding."""
        return rows.filter(findings_count__gt=0) if value else rows


def inspections_shown(request: DeskRequest, rows: QuerySet[Inspection]) -> LongRows:
    """The list; names are looked up for the page that is shown."""
    return LongRows(rows, partial(inspection_rows, request), FIELDS, request.county, page=partial(_link, request))


def inspection_rows(request: DeskRequest, rows: list[Any]) -> list[dict[str, Any]]:
    """Inspections, each with ``FIELDS``, as rows."""
    areas, who = place_names(list({row.area for row in rows})), Who(request.county, [row.person for row in rows])
    kinds, used = evidence_titles(request.county), {(row.checklist, row.checklist_version) for row in rows}
    checklists = {key: checklist_title(*key) for key in used}
    return [
        {
            "when": row.occurred_at,
            "recorded": row.recorded_at,
            "place": place_name(row.place_type, name_then(row), areas[row.area]),
            "kind": kinds.get(row.evidence, row.evidence),
            "checklist": checklists[row.checklist, row.checklist_version],
            "area": areas[row.area],
            "who": who(row.person, row.post),
            "findings": row.findings_count,
            "marks": mark_words(row),
        }
        for row in rows
    ]


def _link(request: DeskRequest, rows: list[Any], shown: list[dict[str, Any]]) -> None:
    urls, own = place_urls(request.scope, [(row.place_type, row.place_key) for row in rows]), addresses("desk:inspection")
    for row, cells in zip(rows, shown, strict=True):
        cells["url"] = own(row.pk)
        cells["place_url"] = urls.get((row.place_type, row.place_key), "")


def name_then(row: Any) -> str:
    """What the place was called when it was inspected: its name, a household's number."""
    return str(row.place.get("name") or row.place.get("number") or "")


def mark_words(row: Any) -> list[str]:
    """What is out of the ordinary about an inspection."""
    marks = {gettext_noop("已撤回"): row.withdrawn_at, gettext_noop("时钟校正"): row.clock_offset}
    return [gettext(mark) for mark, holds in marks.items() if holds]
