"""Fire teams as a list."""

from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _

from sanzhang.areas.queries import names_for
from sanzhang.desk.access import DeskRequest
from sanzhang.desk.registers import ActionsColumn, may
from sanzhang.desk.tables.columns import NUMBER, STACK, DayColumn
from sanzhang.journal.actors import inside
from sanzhang.teams.choices import TITLES, TeamKind
from sanzhang.teams.models import Team


class TeamTable(tables.Table):  # type: ignore[misc]
    """One team a row."""

    area = tables.Column(verbose_name=_("区划"), order_by=("area", "team_kind"))
    kind = tables.Column(verbose_name=_("种类"), order_by="team_kind")
    name = tables.Column(verbose_name=_("名称"), order_by="name")
    members = tables.Column(verbose_name=_("人数"), order_by="members", attrs=NUMBER)
    founded = DayColumn(verbose_name=_("成立日期"), order_by="founded", attrs={"td": {"class": "date"}})
    actions = ActionsColumn()

    class Meta:
        attrs = STACK
        order_by = ("area",)
        empty_text = _("没有登记这样的队伍。")


class TeamFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which teams are shown."""

    kind = django_filters.ChoiceFilter(
        "team_kind", label=_("种类"), empty_label=_("全部"), choices=[(kind.value, _(title)) for kind, title in TITLES.items()]
    )
    town = django_filters.ChoiceFilter(method="below", label=_("苏木镇"), empty_label=_("全部"))

    class Meta:
        model = Team
        fields = ("kind", "town")

    def __init__(self, data: Any, queryset: QuerySet[Team], towns: list[tuple[str, str]], town: str) -> None:
        super().__init__(data, queryset)
        self.filters["town"].label = town
        self.filters["town"].extra["choices"] = towns

    def below(self, rows: QuerySet[Team], name: str, value: str) -> QuerySet[Team]:
        """In a town or below it."""
        return rows.filter(inside("area", value))


def team_rows(request: DeskRequest, teams: list[Team]) -> list[dict[str, Any]]:
    """One page of teams as rows."""
    names = names_for([team.area for team in teams])
    return [
        {
            "area": names.get(team.area, team.area),
            "kind": gettext(TITLES[TeamKind(team.team_kind)]),
            "name": team.name,
            "members": team.members,
            "founded": team.founded,
            "actions": [{"title": gettext("变更"), "url": reverse("desk:team_edit", args=[team.key])}]
            if may(request, "manage.people", team.area)
            else [],
        }
        for team in teams
    ]
