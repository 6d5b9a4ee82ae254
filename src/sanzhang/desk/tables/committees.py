"""Fire-safety committees as a list."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _

from sanzhang.areas.queries import names_for
from sanzhang.committee.models import Committee
from sanzhang.desk.access import DeskRequest
from sanzhang.desk.registers import ActionsColumn, may
from sanzhang.desk.tables.columns import NUMBER, STACK, WIDE, DayColumn
from sanzhang.desk.words import listed
from sanzhang.people.queries import names_of


class CommitteeTable(tables.Table):  # type: ignore[misc]
    """One committee a row."""

    area = tables.Column(verbose_name=_("区划"), order_by="key")
    name = tables.Column(verbose_name=_("名称"), order_by="name")
    chair = tables.Column(verbose_name=_("主任"), orderable=False)
    members = tables.Column(verbose_name=_("成员"), orderable=False, attrs=WIDE)
    count = tables.Column(verbose_name=_("人数"), orderable=False, attrs=NUMBER)
    founded = DayColumn(verbose_name=_("成立日期"), order_by="founded", attrs={"td": {"class": "date"}})
    actions = ActionsColumn()

    class Meta:
        attrs = STACK
        order_by = ("area",)
        empty_text = _("还没有登记委员会。")


def committee_rows(request: DeskRequest, committees: list[Committee]) -> list[dict[str, Any]]:
    """One page of committees as rows."""
    names = names_for([committee.key for committee in committees])
    people = names_of([key for committee in committees for key in (committee.chair, *committee.members)])
    return [
        {
            "area": names.get(committee.key, committee.key),
            "name": committee.name,
            "chair": people.get(committee.chair),
            "members": listed(people.get(key, "—") for key in committee.members) or None,
            "count": len({committee.chair, *committee.members} - {""}),
            "founded": committee.founded,
            "actions": [{"title": gettext("变更"), "url": reverse("desk:committee_edit", args=[committee.key])}]
            if may(request, "manage.people", committee.key)
            else [],
        }
        for committee in committees
    ]
