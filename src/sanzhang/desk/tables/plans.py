"""Plans of inspections as a list, and the places of one."""

from functools import partial
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _

from sanzhang.desk.access import DeskRequest
from sanzhang.desk.checked import Who
from sanzhang.desk.places import area_filter, place_names
from sanzhang.desk.plan_facts import kind_title, period, where_it_stands
from sanzhang.desk.rows import Rows, addresses
from sanzhang.desk.tables.columns import NUMBER, STACK, WIDE, LinkColumn, PillsColumn
from sanzhang.journal.actors import inside
from sanzhang.plans.choices import KIND_TITLES
from sanzhang.plans.models import Plan
from sanzhang.plans.queries import invited_to, progress_of
from sanzhang.rules.plans import Progress

DATE = {"td": {"class": "date"}, "th": {"class": "date"}}
STATES = [("running", _("正在期内")), ("coming", _("未开始")), ("past", _("期满")), ("ended", _("已结束")), ("withdrawn", _("已撤回"))]


class ProgressColumn(tables.Column):  # type: ignore[misc]
    """At how many of how many places somebody was; in exports "3/10"."""

    def render(self, value: Progress) -> str:
        """The bar."""
        return render_to_string("desk/parts/progress_cell.html", {"done": value.done, "total": value.total})

    def value(self, value: Progress) -> str:
        """The numbers."""
        return f"{value.done}/{value.total}"


class LateColumn(tables.Column):  # type: ignore[misc]
    """A number of things that are late; none is quiet."""

    def render(self, value: int) -> str:
        """The number."""
        return format_html('<b class="orange-text">{}</b>' if value else '<span class="muted">{}</span>', value)

    def value(self, value: int) -> int:
        """The number."""
        return value


class PlanTable(tables.Table):  # type: ignore[misc]
    """One plan a row."""

    title = LinkColumn(verbose_name=_("计划"), order_by="title", attrs=WIDE)
    kind = tables.Column(verbose_name=_("种类"), order_by="plan_kind")
    area = tables.Column(verbose_name=_("区域"), order_by="area")
    period = tables.Column(verbose_name=_("期间"), order_by=("last", "first"))
    progress = ProgressColumn(verbose_name=_("已查 / 应查"), orderable=False)
    late = LateColumn(verbose_name=_("逾期"), orderable=False, attrs=NUMBER)
    state = PillsColumn(verbose_name=_("情况"))
    who = tables.Column(verbose_name=_("制定人"), orderable=False, attrs={"td": {"class": "name"}})

    class Meta:
        attrs = STACK
        order_by = ("-period",)
        empty_text = _("没有这样的检查计划。")


class PlanFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which plans are shown."""

    q = django_filters.CharFilter("title", "icontains", label=_("名称"))
    kind = django_filters.ChoiceFilter(
        "plan_kind", label=_("种类"), empty_label=_("全部"), choices=[(kind.value, _(title)) for kind, title in KIND_TITLES.items()]
    )
    area = django_filters.ChoiceFilter(method="below", label=_("区域"), empty_label=_("全部"))
    state = django_filters.ChoiceFilter(method="standing", label=_("情况"), empty_label=_("全部"), choices=STATES)

    class Meta:
        model = Plan
        fields = ("q", "kind", "area", "state")

    def __init__(self, request: DeskRequest, queryset: QuerySet[Plan]) -> None:
        super().__init__(request.GET, queryset)
        self.filters["area"].extra["choices"] = area_filter(request.scope)

    def below(self, rows: QuerySet[Plan], name: str, value: str) -> QuerySet[Plan]:
        """In an area or below it."""
        return rows.filter(inside("area", value))

    def standing(self, rows: QuerySet[Plan], name: str, value: str) -> QuerySet[Plan]:
        """Before, in or after its time; ended or withdrawn."""
        today = timezone.localdate()
        kept = Q(ended_at__isnull=True, withdrawn_at__isnull=True)
        states = {
            "running": kept & Q(first__lte=today, last__gte=today),
            "coming": kept & Q(first__gt=today),
            "past": kept & Q(last__lt=today),
            "ended": Q(ended_at__isnull=False, withdrawn_at__isnull=True),
            "withdrawn": Q(withdrawn_at__isnull=False),
        }
        return rows.filter(states[value])


def plans_shown(request: DeskRequest, rows: QuerySet[Plan]) -> Rows:
    """The list; how far each is, is computed for the page that is shown."""
    return Rows(rows, partial(plan_rows, request))


def plan_rows(request: DeskRequest, plans: list[Plan]) -> list[dict[str, Any]]:
    """Plans as rows."""
    today, areas, who = (
        timezone.localdate(),
        place_names([plan.area for plan in plans]),
        Who(request.county, [plan.person for plan in plans]),
    )
    progress, own = progress_of(plans, today), addresses("desk:plan")
    return [
        {
            "title": plan.title,
            "kind": kind_title(plan),
            "area": areas[plan.area],
            "period": period(plan),
            "progress": progress[plan.id],
            "late": progress[plan.id].late,
            "state": [where_it_stands(plan, progress[plan.id], today), *([gettext("受邀参加")] if invited_to(request.scope, plan) else [])],
            "who": who(plan.person, plan.post),
            "url": own(plan.id),
        }
        for plan in plans
    ]
