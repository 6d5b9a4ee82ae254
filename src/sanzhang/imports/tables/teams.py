"""消防队伍: full-time teams, service centres, micro fire stations, volunteers."""

from uuid import uuid4

from sanzhang.imports.known import Known
from sanzhang.imports.table import Change, Column, Parser, Row, Table, merged
from sanzhang.journal.append import draft
from sanzhang.journal.kinds import Draft
from sanzhang.rules.problems import gettext_noop as _
from sanzhang.teams.choices import TITLES, TeamKind
from sanzhang.teams.entries.set_team import TeamSet

FIELDS = ("area", "kind", "name", "members", "founded")


def kinds(county: str) -> dict[str, str]:
    """The kinds of team."""
    return {str(kind): title for kind, title in TITLES.items()}


def meant(row: Row, known: Known) -> list[Change]:
    """The team of that kind and name in that area."""
    identity = (row.given["area"], row.given["kind"], row.given["name"])
    now = known.teams.get(identity)
    before = {"area": now.area, "kind": now.team_kind, "name": now.name, "members": now.members, "founded": now.founded} if now else None
    key = now.key if now else str(uuid4())
    return [Change(key, row.given["area"], row.given["name"], before, merged(before, row, FIELDS), identity)]


def to_draft(change: Change) -> Draft:
    """The entry that sets the team."""
    after = change.after
    payload = TeamSet(
        key=change.key, kind=TeamKind(after["kind"]), name=after["name"], members=after["members"] or 0, founded=after["founded"]
    )
    return draft("team.set", change.area, payload)


TABLE = Table(
    name="teams",
    title=_("消防队伍"),
    power="manage.people",
    columns=(
        Column("area", _("区划代码"), Parser.AREA, ("所属区划代码", "所在区划"), required=True, examples=("150624101", "150624101003")),
        Column(
            "kind", _("队伍类型"), Parser.CHOICE, ("类型", "类别"), required=True, choices=kinds, examples=("专职消防救援队", "微型消防站")
        ),
        Column(
            "name", _("队伍名称"), synonyms=("名称",), required=True, longest=100, examples=("某某镇专职消防救援队", "某某嘎查微型消防站")
        ),
        Column("members", _("人数"), Parser.INTEGER, ("队员人数", "人员数量"), examples=("12", "6")),
        Column("founded", _("成立日期"), Parser.DATE, ("组建日期",), past=True, examples=("2022-05-01", "")),
    ),
    key=("area", "kind", "name"),
    meant=meant,
    draft=to_draft,
    blamed={"team_name": "name", "team_members": "members", "area_unknown": "area", "outside_area": "area"},
)
