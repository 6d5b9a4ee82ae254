"""The journal and the sign-ins as lists."""

from collections.abc import Callable
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _

from sanzhang.desk.access import DeskRequest
from sanzhang.desk.forms.day import DayInput
from sanzhang.desk.places import place_names
from sanzhang.desk.registers import post_titles
from sanzhang.desk.tables.columns import NUMBER, STACK, LinkColumn, MomentColumn
from sanzhang.journal.actors import SYSTEM
from sanzhang.journal.kinds import kinds
from sanzhang.journal.models import Entry
from sanzhang.people.queries import names_of, people_known

KINDS = {
    "area.set": _("区划登记或变更"),
    "area.removed": _("区划撤回登记"),
    "person.set": _("人员登记或变更"),
    "person.removed": _("人员撤回登记"),
    "person.erased": _("删除个人信息"),
    "person.revealed": _("查看隐藏的个人信息"),
    "appointment.set": _("任职登记或变更"),
    "appointment.removed": _("任职撤回登记"),
    "post.handed_over": _("岗位交接"),
    "department.set": _("部门登记或变更"),
    "department.removed": _("部门撤回登记"),
    "team.set": _("队伍登记或变更"),
    "team.removed": _("队伍撤回登记"),
    "committee.set": _("委员会登记或变更"),
    "committee.removed": _("委员会撤回登记"),
    "premises.set": _("场所登记或变更"),
    "premises.removed": _("场所撤回登记"),
    "premises.revealed": _("查看场所负责人电话"),
    "household.set": _("住户登记或变更"),
    "household.removed": _("住户撤回登记"),
    "household.revealed": _("查看住户个人信息"),
    "household.erased": _("删除住户个人信息"),
    "parameter.decided": _("决定待定参数"),
    "record.made": _("履职记录"),
    "record.withdrawn": _("撤回履职记录"),
    "inspection.made": _("检查"),
    "inspection.withdrawn": _("撤回检查"),
    "hazard.found": _("发现隐患"),
    "hazard.corrected": _("隐患整改"),
    "hazard.reported": _("隐患上报"),
    "hazard.settled": _("隐患核对"),
    "hazard.moved": _("隐患办理"),
    "case.opened": _("督办、执法事项立项"),
    "case.moved": _("督办、执法事项办理"),
    "plan.made": _("制定检查计划"),
    "plan.drawn": _("抽取检查对象和检查人"),
    "plan.ended": _("结束检查计划"),
    "plan.withdrawn": _("撤回检查计划"),
    "exemption.granted": _("决定免予履行"),
    "measure.decided": _("决定措施"),
    "question.settled": _("核实疑问"),
    "demo.loaded": _("装载演示数据"),
    "elements.loaded": _("装载判定标准的要素表"),
    "elements.checked": _("复核判定标准的要素表"),
    "device.registered": _("登记手机"),
    "device.lost": _("手机挂失"),
    "account.opened": _("开通账号"),
    "account.closed": _("停用账号"),
    "account.password_reset": _("重置口令"),
}
MOMENT = {"td": {"class": "date"}}


class EntryTable(tables.Table):  # type: ignore[misc]
    """One entry a row."""

    seq = tables.Column(verbose_name=_("序号"), order_by="seq", attrs=NUMBER)
    recorded = MomentColumn(verbose_name=_("记录时间"), order_by="recorded_at", attrs=MOMENT)
    kind = LinkColumn(verbose_name=_("种类"), order_by="kind")
    person = tables.Column(verbose_name=_("人员"), orderable=False)
    post = tables.Column(verbose_name=_("岗位"), orderable=False)
    area = tables.Column(verbose_name=_("区划"), order_by="area")

    class Meta:
        attrs = STACK
        order_by = ("-recorded",)
        empty_text = _("没有这样的记录。")


class EntryFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which entries are shown."""

    kind = django_filters.ChoiceFilter(label=_("种类"), empty_label=_("全部"))
    person = django_filters.CharFilter(method="by", label=_("人员姓名或编号"))
    since = django_filters.DateFilter("recorded_at__date", "gte", label=_("自"), widget=DayInput())
    until = django_filters.DateFilter("recorded_at__date", "lte", label=_("至"), widget=DayInput())

    class Meta:
        model = Entry
        fields = ("kind", "person", "since", "until")

    def __init__(self, request: DeskRequest, queryset: QuerySet[Entry]) -> None:
        super().__init__(request.GET, queryset)
        self.scope = request.scope
        self.filters["kind"].extra["choices"] = [(kind, KINDS.get(kind, kind)) for kind in kinds()]

    def by(self, rows: QuerySet[Entry], name: str, value: str) -> QuerySet[Entry]:
        """By a part of the name, or the number, of who did it."""
        people = people_known(self.scope).filter(Q(name__icontains=value.strip()) | Q(number=value.strip())).values("key")
        return rows.filter(person__in=people)


def entry_rows(request: DeskRequest, entries: list[Entry]) -> list[dict[str, Any]]:
    """One page of entries as rows."""
    people, areas = names_of([entry.person for entry in entries]), place_names([entry.area for entry in entries])
    posts = post_titles(request.county) | {SYSTEM: gettext("系统")}
    return [
        {
            "seq": entry.seq if entry.seq is not None else gettext("未封存"),
            "recorded": entry.recorded_at,
            "kind": str(KINDS.get(entry.kind, entry.kind)),
            "person": people.get(entry.person) or (gettext("系统") if entry.person == SYSTEM else "—"),
            "post": posts.get(entry.post, entry.post),
            "area": areas.get(entry.area, entry.area),
            "url": reverse("desk:audit_entry", args=[entry.id]),
        }
        for entry in entries
    ]


class SignInTable(tables.Table):  # type: ignore[misc]
    """One sign-in, or one failure, a row."""

    when = MomentColumn(verbose_name=_("时间"), order_by="attempt_time", attrs=MOMENT)
    username = tables.Column(verbose_name=_("账号"), order_by="username")
    name = tables.Column(verbose_name=_("姓名"), orderable=False)
    result = tables.Column(verbose_name=_("结果"), orderable=False)
    address = tables.Column(verbose_name=_("地址"), order_by="ip_address")
    left = MomentColumn(verbose_name=_("退出"), orderable=False, attrs=MOMENT)

    class Meta:
        attrs = STACK
        order_by = ("-when",)
        empty_text = _("没有登录记录。")


def sign_in_rows(people: dict[str, str], result: Callable[[Any], str], rows: list[Any]) -> list[dict[str, Any]]:
    """One page of the sign-in log as rows. A name that is nobody's account is not shown: it may be a password typed in the wrong field."""
    names = names_of([people[row.username] for row in rows if row.username in people])
    return [
        {
            "when": row.attempt_time,
            "username": row.username if row.username in people else gettext("（没有这个账号）"),
            "name": names.get(people.get(row.username, "")),
            "result": result(row),
            "address": row.ip_address,
            "left": getattr(row, "logout_time", None),
        }
        for row in rows
    ]
