"""Households as a list."""

from datetime import date
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _

from sanzhang.desk.access import DeskRequest
from sanzhang.desk.places import place_names
from sanzhang.desk.registers import ActionsColumn, may
from sanzhang.desk.tables.columns import STACK, WIDE, DayColumn, LinkColumn, PillsColumn
from sanzhang.households.models import Household
from sanzhang.households.personal import masked, personal_of_each
from sanzhang.households.queries import to_be_erased
from sanzhang.journal.actors import Scope, inside
from sanzhang.people.queries import scope_of

REVEAL = "reveal.households"
STATES = [("", _("在册")), ("due", _("应删除")), ("conflict", _("待核对")), ("erased", _("已删除"))]
KINDS = [("1", _("重点")), ("0", _("一般"))]


class HouseholdTable(tables.Table):  # type: ignore[misc]
    """One household a row. Nothing personal but the first character of a name, and that never in a file."""

    number = LinkColumn(verbose_name=_("户编号"), order_by="number")
    name = tables.Column(verbose_name=_("户主"), orderable=False, exclude_from_export=True, attrs={"td": {"class": "name"}})
    area = tables.Column(verbose_name=_("区域"), order_by="area")
    vulnerable = PillsColumn(verbose_name=_("重点"))
    purpose = tables.Column(verbose_name=_("登记目的"), orderable=False, attrs=WIDE)
    keep_until = DayColumn(verbose_name=_("保存到"), order_by="keep_until", attrs={"td": {"class": "date"}})
    state = PillsColumn(verbose_name=_("状态"))
    actions = ActionsColumn()

    class Meta:
        attrs = STACK
        order_by = ("keep_until", "area", "number")
        empty_text = _("没有这样的住户。")


class HouseholdFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which households are shown."""

    number = django_filters.CharFilter("number", "icontains", label=_("户编号"))
    vulnerable = django_filters.ChoiceFilter(label=_("重点"), empty_label=_("全部"), choices=KINDS)
    area = django_filters.ChoiceFilter(method="below", label=_("区域"), empty_label=_("全部"))
    state = django_filters.ChoiceFilter(method="in_state", label=_("状态"), empty_label=None, choices=STATES)

    class Meta:
        model = Household
        fields = ("number", "vulnerable", "area", "state")

    def __init__(self, data: Any, present: QuerySet[Household], areas: list[tuple[str, str]], today: date) -> None:
        super().__init__(data, present)
        self.today = today
        self.filters["area"].extra["choices"] = areas

    def below(self, rows: QuerySet[Household], name: str, value: str) -> QuerySet[Household]:
        """In an area or below it."""
        return rows.filter(inside("area", value))

    def in_state(self, rows: QuerySet[Household], name: str, value: str) -> QuerySet[Household]:
        """Those to be erased, or changed by two people at once. What was erased is another list."""
        if value == "due":
            return rows.filter(to_be_erased(self.today))
        return rows.filter(conflict=True) if value == "conflict" else rows


def household_rows(request: DeskRequest, today: date, households: list[Household]) -> list[dict[str, Any]]:
    """One page of households as rows. A name is begun only for those whose post may open it."""
    names, opened = place_names([household.area for household in households]), names_begun(scope_of(request.actors, REVEAL), households)
    return [
        {
            "number": household.number,
            "name": opened.get(household.key, ""),
            "area": names[household.area],
            "vulnerable": [gettext("重点")] if household.vulnerable else [],
            "purpose": household.purpose,
            "keep_until": household.keep_until,
            "state": state_words(household, today),
            "actions": _actions(request, household, today),
            "url": reverse("desk:household", args=[household.key]),
        }
        for household in households
    ]


def _actions(request: DeskRequest, household: Household, today: date) -> list[dict[str, str]]:
    """What is kept too long can be erased from the list."""
    due = household.superseded_at is None and household.keep_until < today
    if not (due and may(request, "manage.households", household.area)):
        return []
    return [{"title": gettext("删除个人信息"), "url": reverse("desk:household_erase", args=[household.key])}]


def names_begun(opening: Scope, households: list[Household]) -> dict[str, str]:
    """The masked name of each household that lies inside ``opening`` and is not erased, by key."""
    readable = [household for household in households if not household.erased and opening.covers(household.area)]
    return {
        household.key: masked(personal.name)
        for household, personal in zip(readable, personal_of_each(readable), strict=True)
        if personal is not None
    }


def state_words(household: Household, today: date) -> list[str]:
    """What has to be done about a household, or what became of it."""
    if household.superseded_at:
        return [gettext("已删除") if household.erased else gettext("已撤回")]
    words = {gettext("应删除"): household.keep_until < today, gettext("待核对"): household.conflict}
    return [word for word, holds in words.items() if holds]
