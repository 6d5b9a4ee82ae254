"""Fire teams, and the 一队一中心 of every town."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sanzhang.desk.access import DeskRequest, actor_for, needs
from sanzhang.desk.forms.areas import area_choices
from sanzhang.desk.forms.organisations import TeamForm
from sanzhang.desk.registers import attempt, form_page, level_titles, may, show_register
from sanzhang.desk.rows import Rows
from sanzhang.desk.tables.teams import TeamFilter, TeamTable, team_rows
from sanzhang.journal.append import append, draft, new_id
from sanzhang.rules.areas import Level
from sanzhang.teams.choices import TITLES, TeamKind
from sanzhang.teams.entries.set_team import TeamSet
from sanzhang.teams.queries import visible_to

EVERY_TOWN = (TeamKind.FULL_TIME, TeamKind.SERVICE_CENTRE)


@needs("view.area", "manage.people")
def teams(request: DeskRequest) -> HttpResponseBase:
    """Teams inside the user's scope; the towns that lack a full-time team or a service centre come first."""
    towns = area_choices(request.scope, Level.TOWN)
    chosen = TeamFilter(request.GET, visible_to(request.scope), towns, level_titles(request.county)["town"])
    context: dict[str, Any] = {
        "title": _("消防队伍"),
        "lede": _("“一队一中心”：每个苏木镇一支专职消防救援队、一个消防安全服务中心。"),
        "form": chosen.form,
        "missing": _missing(request, towns),
    }
    if any("manage.people" in actor.powers for actor in request.actors):
        context["action"] = {"title": _("登记队伍"), "url": reverse("desk:team_new")}
    return show_register(request, TeamTable(Rows(chosen.qs, partial(team_rows, request))), context)


def _missing(request: DeskRequest, towns: list[tuple[str, str]]) -> list[dict[str, Any]]:
    has = set(visible_to(request.scope).filter(team_kind__in=EVERY_TOWN).values_list("area", "team_kind"))
    return [
        {
            "title": _("还没有%(kind)s的苏木镇") % {"kind": _(TITLES[kind])},
            "items": [
                {
                    "name": name,
                    "url": f"{reverse('desk:team_new')}?area={code}&kind={kind.value}" if may(request, "manage.people", code) else "",
                }
                for code, name in towns
                if (code, kind.value) not in has
            ],
        }
        for kind in EVERY_TOWN
    ]


@needs("manage.people")
def team_new(request: DeskRequest) -> HttpResponse:
    """Register a team."""
    form = TeamForm(
        request.scope,
        request.POST or None,
        initial={"area": request.GET.get("area", ""), "kind": request.GET.get("kind", ""), "members": 0},
    )
    return _form(request, str(new_id()), form, _("登记队伍"))


@needs("manage.people")
def team_edit(request: DeskRequest, key: str) -> HttpResponse:
    """Change a team."""
    team = visible_to(request.scope).filter(key=key).first()
    if team is None:
        raise Http404
    initial = {"area": team.area, "kind": team.team_kind, "name": team.name, "members": team.members, "founded": team.founded}
    return _form(request, key, TeamForm(request.scope, request.POST or None, initial=initial), _("变更 %(name)s") % {"name": team.name})


def _form(request: DeskRequest, key: str, form: TeamForm, title: str) -> HttpResponse:
    problems: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        payload = TeamSet(key=key, kind=TeamKind(data["kind"]), name=data["name"], members=data["members"], founded=data["founded"])
        problems = attempt(lambda: append(draft("team.set", data["area"], payload), actor_for(request, "manage.people", data["area"])))
        if not problems:
            messages.success(request, _("队伍已登记。"))
            return redirect("desk:teams")
    return form_page(request, form, title, reverse("desk:teams"), problems=problems)
