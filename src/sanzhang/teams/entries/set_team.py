"""A fire team or centre is registered or changed."""

from datetime import date

from sanzhang.areas.models import Area
from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Line, Payload, Short, Written
from sanzhang.journal.versions import check_inside, present, set_version
from sanzhang.rules.problems import Problem, gettext_noop as _
from sanzhang.teams.choices import TeamKind
from sanzhang.teams.models import Team


class TeamSet(Payload):
    """The whole state of a team; its area is the entry's."""

    key: Short
    kind: TeamKind
    name: Line
    members: int = 0
    founded: date | None = None


def check(written: Written[TeamSet], actor: Actor) -> None:
    """It needs a name, an area that exists, and no negative head count."""
    check_inside(Team, written.payload.key, actor)
    if not written.payload.name.strip():
        raise Problem("team_name", _("队伍没有名称。"), _("填写名称。"))
    if written.payload.members < 0:
        raise Problem("team_members", _("人数不能小于 0。"), _("改正人数。"))
    if present(Area, written.area) is None:
        raise Problem("area_unknown", _("区划 {code} 没有登记。"), _("检查代码。"), code=written.area)


def apply(written: Written[TeamSet]) -> None:
    """The state becomes the present one."""
    payload = written.payload
    set_version(
        Team,
        written,
        payload.key,
        area=written.area,
        team_kind=payload.kind,
        name=payload.name,
        members=payload.members,
        founded=payload.founded,
    )


KIND = Kind("team.set", TeamSet, "manage.people", apply, check)
