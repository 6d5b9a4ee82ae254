"""Areas as a list."""

from datetime import date
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _

from sanzhang.areas.models import Area
from sanzhang.areas.queries import existing_on, names_for
from sanzhang.desk.tables.columns import STACK, DayColumn, LinkColumn
from sanzhang.journal.actors import inside
from sanzhang.rules.areas import LENGTHS, Level, level_of, parent

KINDS = {
    "gacha": _("嘎查"),
    "village": _("村"),
    "community": _("社区"),
    "virtual": _("虚拟社区"),
    "sumu": _("苏木"),
    "town": _("镇"),
    "township": _("乡"),
    "subdistrict": _("街道"),
    "zone": _("开发区、园区"),
}
STATES = [("", _("现存")), ("ended", _("已撤销")), ("all", _("全部"))]


class AreaTable(tables.Table):  # type: ignore[misc]
    """One area a row."""

    name = LinkColumn(verbose_name=_("名称"), order_by="name")
    code = tables.Column(verbose_name=_("代码"), order_by="key", attrs={"td": {"class": "date"}})
    level = tables.Column(verbose_name=_("级别"), order_by=("length", "key"))
    kind = tables.Column(verbose_name=_("类别"), order_by="area_kind")
    above = tables.Column(verbose_name=_("上级"), orderable=False)
    since = DayColumn(verbose_name=_("设立"), order_by="valid_from", attrs={"td": {"class": "date"}})
    state = tables.Column(verbose_name=_("状态"), order_by="valid_to")

    class Meta:
        attrs = STACK
        order_by = ("code",)
        empty_text = _("没有这样的区划。")


class AreaFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which areas are shown."""

    name = django_filters.CharFilter(method="named", label=_("名称或代码"))
    level = django_filters.ChoiceFilter(method="at_level", label=_("级别"), empty_label=_("全部"))
    kind = django_filters.ChoiceFilter("area_kind", label=_("类别"), empty_label=_("全部"), choices=list(KINDS.items()))
    town = django_filters.ChoiceFilter(method="below", label=_("苏木镇"), empty_label=_("全部"))
    state = django_filters.ChoiceFilter(method="in_state", label=_("状态"), empty_label=None, choices=STATES)

    class Meta:
        model = Area
        fields = ("name", "level", "kind", "town", "state")

    def __init__(self, data: Any, queryset: QuerySet[Area], today: date, levels: dict[str, str]) -> None:
        super().__init__(data, queryset.annotate(length=Length("key")))
        self.today = today
        self.filters["level"].extra["choices"] = list(levels.items())
        self.filters["town"].label = levels["town"]
        towns = queryset.filter(existing_on(today)).annotate(length=Length("key")).filter(length=9).values_list("key", "name")
        self.filters["town"].extra["choices"] = list(towns)

    @property
    def qs(self) -> QuerySet[Area]:
        """The areas; those that exist today unless others are asked for."""
        found: QuerySet[Area] = super().qs
        return found if self.form.cleaned_data.get("state") else found.filter(existing_on(self.today))

    def named(self, rows: QuerySet[Area], name: str, value: str) -> QuerySet[Area]:
        """By a part of the name, or the beginning of the code."""
        return rows.filter(Q(name__icontains=value.strip()) | Q(key__startswith=value.strip()))

    def at_level(self, rows: QuerySet[Area], name: str, value: str) -> QuerySet[Area]:
        """Of one level."""
        return rows.annotate(length=Length("key")).filter(length=LENGTHS[Level(value)])

    def below(self, rows: QuerySet[Area], name: str, value: str) -> QuerySet[Area]:
        """A town and what is below it."""
        return rows.filter(inside("key", value))

    def in_state(self, rows: QuerySet[Area], name: str, value: str) -> QuerySet[Area]:
        """Ended ones, or all."""
        return rows.filter(valid_to__lt=self.today) if value == "ended" else rows


def area_rows(levels: dict[str, str], areas: list[Area]) -> list[dict[str, Any]]:
    """One page of areas as rows. ``levels``: what each is called here."""
    above = names_for([code for area in areas for code in (parent(area.key), area.merged_into) if code])
    return [
        {
            "name": area.name,
            "code": area.key,
            "level": levels[level_of(area.key)],
            "kind": kind_words(area.area_kind),
            "above": above.get(parent(area.key), ""),
            "since": area.valid_from,
            "state": state_words(area, above.get(area.merged_into, area.merged_into)),
            "url": reverse("desk:area", args=[area.key]),
        }
        for area in areas
    ]


def kind_words(kind: str) -> str:
    """A kind of area in words."""
    return str(KINDS.get(kind, kind))


def state_words(area: Area, into: str) -> str:
    """Whether the area exists, or when it ended and who took it over."""
    if area.valid_to is None:
        return gettext("现存")
    day = area.valid_to.isoformat()
    return gettext("%(day)s 并入%(into)s") % {"day": day, "into": into} if into else gettext("至 %(day)s") % {"day": day}
