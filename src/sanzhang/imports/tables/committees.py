"""防火安全委员会: the committee of the county and of each town."""

from sanzhang.committee.entries.set_committee import CommitteeSet
from sanzhang.imports.known import Known
from sanzhang.imports.table import Change, Column, Parser, Row, Table, merged
from sanzhang.journal.append import draft
from sanzhang.journal.kinds import Draft
from sanzhang.rules.problems import gettext_noop as _

FIELDS = ("area", "name", "chair", "members", "founded")


def meant(row: Row, known: Known) -> list[Change]:
    """The committee of that area."""
    area = row.given["area"]
    now = known.committees.get(area)
    before = {"area": area, "name": now.name, "chair": now.chair, "members": tuple(now.members), "founded": now.founded} if now else None
    after = merged(before, row, FIELDS)
    return [Change(area, area, after["name"] or area, before, after, area)]


def to_draft(change: Change) -> Draft:
    """The entry that sets the committee."""
    after = change.after
    payload = CommitteeSet(name=after["name"], chair=after["chair"] or "", members=after["members"] or (), founded=after["founded"])
    return draft("committee.set", change.area, payload)


TABLE = Table(
    name="committees",
    title=_("防火安全委员会"),
    power="manage.people",
    columns=(
        Column(
            "area",
            _("区划代码"),
            Parser.AREA,
            ("所属区划代码", "所在区划"),
            required=True,
            help=_("旗或苏木镇的代码。"),
            examples=("150624", "150624101"),
        ),
        Column(
            "name", _("委员会名称"), synonyms=("名称",), required=True, longest=100, examples=("某旗防火安全委员会", "某某镇防火安全委员会")
        ),
        Column("chair", _("主任编号"), Parser.PERSON, ("主任", "主任人员编号"), help=_("人员表里的编号。"), examples=("QZ001", "ZZ002")),
        Column(
            "members", _("成员编号"), Parser.PEOPLE, ("成员", "成员人员编号"), help=_("多个编号用顿号隔开。"), examples=("DD001、JY001", "")
        ),
        Column("founded", _("成立日期"), Parser.DATE, ("设立日期",), past=True, examples=("2022-04-01", "")),
    ),
    key=("area",),
    meant=meant,
    draft=to_draft,
    blamed={"committee_name": "name", "area_unknown": "area", "outside_area": "area"},
)
