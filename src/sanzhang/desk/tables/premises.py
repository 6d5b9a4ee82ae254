"""Premises as a list."""

from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _

from sanzhang.desk.places import kind_groups, kind_titles, mark_titles, place_names
from sanzhang.desk.tables.columns import STACK, LinkColumn, PillsColumn
from sanzhang.journal.actors import inside
from sanzhang.premises.models import Premises
from sanzhang.premises.queries import marked, matching

STATES = [("open", _("在用")), ("closed", _("停业")), ("conflict", _("待核对")), ("unplaced", _("没有位置"))]


class PremisesTable(tables.Table):  # type: ignore[misc]
    """One place a row. Never the telephone."""

    name = LinkColumn(verbose_name=_("名称"), order_by=("initials", "name"))
    kind = tables.Column(verbose_name=_("类型"), order_by="kind")
    marks = PillsColumn(verbose_name=_("标记"))
    area = tables.Column(verbose_name=_("区域"), order_by="area")
    address = tables.Column(verbose_name=_("地址"), order_by="address")
    responsible = tables.Column(verbose_name=_("负责人"), order_by="responsible", attrs={"td": {"class": "name"}})
    state = PillsColumn(verbose_name=_("状态"))

    class Meta:
        attrs = STACK
        order_by = ("area", "name")
        empty_text = _("没有这样的场所。")


class PremisesFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which places are shown."""

    q = django_filters.CharFilter(method="meant", label=_("名称、首字母、地址、代码"))
    kind = django_filters.ChoiceFilter(label=_("类型"), empty_label=_("全部"))
    mark = django_filters.ChoiceFilter(method="with_mark", label=_("标记"), empty_label=_("全部"))
    area = django_filters.ChoiceFilter(method="below", label=_("区域"), empty_label=_("全部"))
    state = django_filters.ChoiceFilter(method="in_state", label=_("状态"), empty_label=_("全部"), choices=STATES)

    class Meta:
        model = Premises
        fields = ("q", "kind", "mark", "area", "state")

    def __init__(self, data: Any, queryset: QuerySet[Premises], areas: list[tuple[str, str]]) -> None:
        super().__init__(data, queryset)
        self.filters["kind"].extra["choices"] = kind_groups()
        self.filters["mark"].extra["choices"] = list(mark_titles().items())
        self.filters["area"].extra["choices"] = areas

    def meant(self, rows: QuerySet[Premises], name: str, value: str) -> QuerySet[Premises]:
        """Whatever somebody may mean by the text."""
        return matching(rows, value)

    def with_mark(self, rows: QuerySet[Premises], name: str, value: str) -> QuerySet[Premises]:
        """With one of the marks."""
        return marked(rows, value)

    def below(self, rows: QuerySet[Premises], name: str, value: str) -> QuerySet[Premises]:
        """In an area or below it."""
        return rows.filter(inside("area", value))

    def in_state(self, rows: QuerySet[Premises], name: str, value: str) -> QuerySet[Premises]:
        """In use or closed; changed by two people at once; not yet on the map."""
        states = {"open": Q(closed=False), "closed": Q(closed=True), "conflict": Q(conflict=True), "unplaced": Q(lat__isnull=True)}
        return rows.filter(states[value])


def premises_rows(places: list[Premises]) -> list[dict[str, Any]]:
    """One page of places as rows."""
    names, kinds, marks = place_names([place.area for place in places]), kind_titles(), mark_titles()
    return [
        {
            "name": place.name,
            "kind": kinds.get(place.kind, place.kind),
            "marks": [marks.get(mark, mark) for mark in place.marks],
            "area": names[place.area],
            "address": place.address,
            "responsible": place.responsible,
            "state": state_words(place),
            "url": reverse("desk:premises_one", args=[place.key]),
        }
        for place in places
    ]


def state_words(place: Premises) -> list[str]:
    """What is out of the ordinary about a place."""
    words = {gettext("停业"): place.closed, gettext("待核对"): place.conflict, gettext("位置粗略"): place.is_rough}
    return [word for word, holds in words.items() if holds]
