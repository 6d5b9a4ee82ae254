"""区划: towns, villages and grids by code."""

from sanzhang.areas.entries.set_area import AreaSet
from sanzhang.areas.naming import ENDINGS
from sanzhang.imports.known import Known
from sanzhang.imports.table import Change, Column, Parser, Row, Table, merged
from sanzhang.journal.append import draft
from sanzhang.journal.kinds import Draft
from sanzhang.rules.problems import gettext_noop as _

FIELDS = ("name", "kind", "valid_from", "valid_to", "merged_into")


def kinds(county: str) -> dict[str, str]:
    """The kinds of area, by the ending of their names."""
    return {kind: ending for ending, kind in reversed(ENDINGS)}


def meant(row: Row, known: Known) -> list[Change]:
    """The area with that code."""
    code = row.given["code"]
    now = known.areas.get(code)
    before = (
        {"name": now.name, "kind": now.area_kind, "valid_from": now.valid_from, "valid_to": now.valid_to, "merged_into": now.merged_into}
        if now
        else None
    )
    return [Change(code, code, row.given.get("name") or (now.name if now else code), before, merged(before, row, FIELDS), code)]


def to_draft(change: Change) -> Draft:
    """The entry that sets the area."""
    after = change.after
    payload = AreaSet(
        name=after["name"],
        kind=after["kind"] or "",
        valid_from=after["valid_from"],
        valid_to=after["valid_to"],
        merged_into=after["merged_into"] or "",
    )
    return draft("area.set", change.area, payload)


TABLE = Table(
    name="areas",
    title=_("区划"),
    power="manage.areas",
    columns=(
        Column(
            "code", _("区划代码"), Parser.CODE, ("代码", "统计用区划代码", "行政区划代码"), required=True,
            help=_("旗 6 位、苏木镇 9 位、嘎查村社区 12 位、网格 15 位；末尾补零的 12 位统计代码也可以。"),
            examples=("150624101", "150624101003", "150624101003001"),
        ),
        Column("name", _("区划名称"), synonyms=("名称", "单位名称"), required=True, longest=100, help=_("全称。"), examples=("某某镇", "某某嘎查", "第一网格")),
        Column(
            "kind", _("区划类型"), Parser.CHOICE, ("类型", "类别"), choices=kinds,
            help=_("可不填：按名称的结尾判断。"), examples=("镇", "嘎查", ""),
        ),
        Column("valid_from", _("设立日期"), Parser.DATE, ("启用日期", "成立日期"), help=_("一直就有的不填。")),
        Column("valid_to", _("撤销日期"), Parser.DATE, ("停用日期",), help=_("已撤销的填最后一天。")),
        Column("merged_into", _("并入区划"), Parser.CODE, ("并入", "并入代码"), help=_("撤并后由哪个区划承接，填代码。")),
    ),
    key=("code",),
    meant=meant,
    draft=to_draft,
    # From the top of the tree down, and mergers last: the rows of a file may stand in any order.
    order=lambda change: (len(change.area), bool(change.after["merged_into"])),
    blamed={"area_parent": "code", "area_name": "name", "area_dates": "valid_to", "area_merge": "merged_into", "outside_area": "code"},
)  # fmt: skip
