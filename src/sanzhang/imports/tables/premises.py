"""场所: units and places that are inspected, by area and name."""

from uuid import uuid4

from sanzhang.imports.known import Known
from sanzhang.imports.table import Change, Column, Parser, Row, Table, merged
from sanzhang.imports.tables.appointments import sectors
from sanzhang.journal.append import draft
from sanzhang.journal.kinds import Draft
from sanzhang.packs import premises_kinds
from sanzhang.premises.models import Premises
from sanzhang.rules.problems import Problem, gettext_noop as _

SAME = ("area", "name", "kind", "address", "code", "responsible", "storeys", "floor_area", "occupancy", "sector", "lat", "lon", "notes")
# The last two are in no column: they go on as they are.
FIELDS = (*SAME, "marks", "phone", "closed", "accuracy", "base")
YES, NO = "yes", "no"


def kinds(county: str) -> dict[str, str]:
    """The kinds of premises."""
    return {kind.id: kind.title.zh for kind in premises_kinds().kinds}


def marks(county: str) -> dict[str, str]:
    """What a place may be besides."""
    return {mark.id: mark.title.zh for mark in premises_kinds().marks}


def yes_no(county: str) -> dict[str, str]:
    """Yes and no."""
    return {YES: "是", NO: "否"}


def meant(row: Row, known: Known) -> list[Change]:
    """The place of that name in that area."""
    area, name = identity = (row.given["area"], row.given["name"])
    now = known.premises.get(identity)
    before = _state(now, known) if now else None
    after = merged(before, row, FIELDS)
    if (after["lat"] is None) != (after["lon"] is None):
        row.fault(TABLE.column("lat"), Problem("position_half", _("经度和纬度只有一个。"), _("两个都填，或都不填。")))
    key, sector = now.key if now else str(uuid4()), after["sector"] or ""
    return [Change(key, area, name, before, after, identity, sector)]


def _state(now: Premises, known: Known) -> dict[str, object]:
    same = {name: getattr(now, name) for name in SAME} | {"accuracy": now.accuracy, "base": str(now.entry)}
    return same | {"marks": tuple(now.marks), "phone": known.phones.get(now.key, ""), "closed": YES if now.closed else NO}


def to_draft(change: Change) -> Draft:
    """The entry that sets the place. The point of a phone stays as exact as it is unless another is given."""
    after, before = change.after, change.before or {}
    texts = ("address", "code", "responsible", "phone", "sector", "notes", "base")
    state = {name: after[name] or "" for name in texts} | {name: after[name] or None for name in ("storeys", "floor_area", "occupancy")}
    state |= {"key": change.key, "name": after["name"], "kind": after["kind"], "marks": list(after["marks"] or ())}
    state["closed"] = after["closed"] == YES
    if after["lat"] is not None and after["lon"] is not None:
        same = (before.get("lat"), before.get("lon")) == (after["lat"], after["lon"])
        state["position"] = {"lat": after["lat"], "lon": after["lon"], "accuracy": after["accuracy"] or 0 if same else 0}
    return draft("premises.set", change.area, state)


TABLE = Table(
    name="premises",
    title=_("场所"),
    power="manage.premises",
    columns=(
        Column(
            "area", _("区划代码"), Parser.AREA, ("所属区划代码", "所在区划"), required=True,
            help=_("所在嘎查村、社区（12 位）或网格（15 位）的代码。"), examples=("150624101003", "150624101003001"),
        ),
        Column(
            "name", _("场所名称"), synonyms=("名称", "单位名称"), required=True, longest=100, help=_("照招牌或营业执照写。"),
            examples=("某某便民超市", "某某小区 3 号楼"),
        ),
        Column("kind", _("场所类型"), Parser.CHOICE, ("类型", "类别"), required=True, choices=kinds, examples=("小商店", "住宅楼")),
        Column("marks", _("标记"), Parser.CHOICES, choices=marks, examples=("重点单位、文物", "")),
        Column("address", _("地址"), synonyms=("详细地址",), longest=200, examples=("某某路 12 号", "")),
        Column(
            "code", _("统一社会信用代码"), synonyms=("信用代码", "社会信用代码"), longest=18, help=_("营业执照上的 18 位；没有的不填。"),
            examples=("91350100M000100Y43", ""),
        ),
        Column("responsible", _("负责人"), synonyms=("消防安全负责人", "联系人"), longest=60, examples=("张某某", "")),
        Column("phone", _("联系电话"), synonyms=("电话", "手机", "负责人电话"), longest=40, personal=True, help=_("加密保存，平时不显示。"), examples=("13800000000", "")),
        Column("storeys", _("层数"), Parser.INTEGER, ("楼层数",), examples=("2", "18")),
        Column("floor_area", _("建筑面积"), Parser.INTEGER, ("面积", "建筑面积（平方米）"), help=_("平方米，取整数。"), examples=("180", "")),
        Column("occupancy", _("人数"), Parser.INTEGER, ("容纳人数",), help=_("平时最多同时有多少人。"), examples=("30", "")),
        Column("sector", _("行业"), Parser.CHOICE, ("行业领域", "主管部门"), choices=sectors, help=_("由哪个行业部门监管；没有的不填。"), examples=("教育", "")),
        Column("lon", _("经度"), Parser.DECIMAL, help=_("十进制度数，如 107.98。"), examples=("107.98", "")),
        Column("lat", _("纬度"), Parser.DECIMAL, help=_("十进制度数，如 39.10。"), examples=("39.10", "")),
        Column("closed", _("是否停业"), Parser.CHOICE, ("停业",), choices=yes_no, examples=("否", "")),
        Column("notes", _("备注"), synonyms=("说明",), longest=2000),
    ),
    key=("area", "name"),
    meant=meant,
    draft=to_draft,
    blamed={
        "premises_name": "name", "premises_kind": "kind", "premises_marks": "marks", "premises_storeys": "storeys", "premises_code": "code",
        "premises_floor_area": "floor_area", "premises_occupancy": "occupancy", "premises_phone": "phone", "premises_twice": "code",
        "premises_area": "area", "area_unknown": "area", "outside_area": "area", "outside_sector": "sector", "sector_unknown": "sector",
        "position": "lat",
    },
)  # fmt: skip
