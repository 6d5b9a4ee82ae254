"""住户: households with vulnerable people, by village and number. What is personal is encrypted as soon as it is committed."""

from uuid import uuid4

from sanzhang.households.models import Household
from sanzhang.imports.known import Known
from sanzhang.imports.table import Change, Column, Parser, Row, Table, merged
from sanzhang.imports.tables.premises import NO, YES, yes_no
from sanzhang.journal.append import draft
from sanzhang.journal.kinds import Draft
from sanzhang.packs import household_categories
from sanzhang.rules.areas import LENGTHS, Level
from sanzhang.rules.problems import gettext_noop as _

PERSONAL = ("name", "phone", "address", "people", "categories", "contact", "notes")
# The last two are in no column: they go on as they are.
FIELDS = ("area", "number", "vulnerable", "purpose", "keep_until", *PERSONAL, "position", "base")


def categories(county: str) -> dict[str, str]:
    """Why somebody is looked after."""
    return {category.id: category.title.zh for category in household_categories().categories}


def meant(row: Row, known: Known) -> list[Change]:
    """The household of that number in that village. Reports name it by its number alone."""
    area, number = row.given["area"], row.given["number"]
    identity = (area[: LENGTHS[Level.VILLAGE]], number)
    now = known.households.get(identity)
    before = _state(now, known) if now else None
    after = merged(before, row, FIELDS)
    return [Change(now.key if now else str(uuid4()), area, number, before, after, identity, seen_area=now.area if now else "")]


def _state(now: Household, known: Known) -> dict[str, object]:
    state = {name: getattr(now, name) for name in ("area", "number", "purpose", "keep_until")}
    opened = known.personal.get(now.key)
    personal = opened.model_dump() if opened else {}
    return state | personal | {"vulnerable": YES if now.vulnerable else NO, "base": str(now.entry)}


def to_draft(change: Change) -> Draft:
    """The entry that sets the household; the journal encrypts what is personal before it keeps it."""
    after = change.after
    personal = {name: after[name] or "" for name in ("name", "phone", "address", "contact", "notes")}
    personal |= {"people": after["people"] or None, "categories": list(after["categories"] or ()), "position": after["position"]}
    purpose = after["purpose"] or household_categories().purpose.zh
    state = {
        "key": change.key,
        "number": after["number"],
        "vulnerable": after["vulnerable"] == YES,
        "purpose": purpose,
        "base": after["base"] or "",
    }
    return draft("household.set", change.area, state | {"keep_until": after["keep_until"].isoformat(), "personal": personal})


TABLE = Table(
    name="households",
    title=_("住户"),
    power="manage.households",
    columns=(
        Column(
            "area", _("区划代码"), Parser.AREA, ("所属区划代码", "所在区划"), required=True,
            help=_("所在嘎查村、社区（12 位）或网格（15 位）的代码。"), examples=("150624101003", "150624101003001"),
        ),
        Column(
            "number", _("户编号"), synonyms=("编号",), required=True, longest=30, help=_("本村内不重复的顺序号，不要用身份证号、电话或姓名。"),
            examples=("001", "002"),
        ),
        Column("vulnerable", _("是否重点"), Parser.CHOICE, ("重点", "重点户"), choices=yes_no, examples=("是", "否")),
        Column("purpose", _("登记目的"), synonyms=("目的",), longest=200, help=_("不填则为“上门帮助查找和消除火灾隐患”。只写目的，不写姓名和病情。")),
        Column(
            "keep_until", _("保存到"), Parser.DATE, ("保存期限", "保存至"), required=True, help=_("到这一天之后应当删除。"),
            examples=("2027-12-31", "2027-12-31"),
        ),
        Column("name", _("户主姓名"), synonyms=("姓名", "户主"), required=True, longest=60, personal=True, examples=("王某某", "巴某")),
        Column("phone", _("联系电话"), synonyms=("电话", "手机"), longest=40, personal=True, examples=("13800000000", "")),
        Column("address", _("住址"), synonyms=("地址",), longest=200, personal=True, examples=("某某巷 3 号", "")),
        Column("people", _("常住人数"), Parser.INTEGER, ("人口", "人数"), personal=True, examples=("1", "")),
        Column("categories", _("重点人群类别"), Parser.CHOICES, ("类别", "人群类别"), choices=categories, personal=True, examples=("独居老人、行动不便", "")),
        Column("contact", _("紧急联系人"), synonyms=("联系人",), longest=100, personal=True),
        Column("notes", _("要注意的"), synonyms=("备注",), longest=1000, personal=True),
    ),
    key=("area", "number"),
    meant=meant,
    draft=to_draft,
    blamed={
        "household_number": "number", "household_area": "area", "outside_area": "area", "household_purpose": "purpose",
        "household_keep_until": "keep_until", "household_personal": "name", "household_people": "people", "household_categories": "categories",
    },
    notes=(_("姓名、电话、住址和情况写入时即加密；上传的文件只加密保留到写入为止，最长一天。"),),
)  # fmt: skip
