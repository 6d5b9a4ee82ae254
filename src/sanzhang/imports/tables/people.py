"""人员: everybody who holds a post, by number."""

from uuid import uuid4

from sanzhang.imports.known import Known
from sanzhang.imports.table import Change, Column, Parser, Row, Table, merged
from sanzhang.journal.append import draft
from sanzhang.journal.kinds import Draft
from sanzhang.journal.personal import hide, reveal
from sanzhang.people.entries.set_person import PersonSet
from sanzhang.rules.problems import gettext_noop as _

FIELDS = ("number", "name", "area", "organisation", "phone")


def meant(row: Row, known: Known) -> list[Change]:
    """The person with that number."""
    number = row.given["number"]
    now = known.people.get(number)
    phone = ((reveal(now.sealed) or {}).get("phone", "") if now.sealed else "") if now else ""
    before = {"number": now.number, "name": now.name, "area": now.area, "organisation": now.organisation, "phone": phone} if now else None
    after = merged(before, row, FIELDS)
    key = now.key if now else str(uuid4())
    title = f"{number} {after['name'] or ''}".strip()
    return [Change(key, after["area"] or "", title, before, after, number, seen_area=now.area if now else "")]


def to_draft(change: Change) -> Draft:
    """The entry that sets the person; what is personal is encrypted before it goes in."""
    after = change.after
    hidden = hide(change.key, {"name": after["name"], "phone": after["phone"] or ""})
    return draft(
        "person.set",
        change.area,
        PersonSet(key=change.key, number=after["number"], organisation=after["organisation"] or "", hidden=hidden),
    )


TABLE = Table(
    name="people",
    title=_("人员"),
    power="manage.people",
    columns=(
        Column(
            "number", _("人员编号"), synonyms=("编号", "工号"), required=True, longest=40,
            help=_("本旗内不重复的编号；用它更新已登记的人，不要用身份证号。"), examples=("DD001", "ZZ002"),
        ),
        Column("name", _("姓名"), required=True, longest=60, examples=("张某某", "李某某")),
        Column(
            "area", _("所属区划代码"), Parser.AREA, ("区划代码", "所属区划", "所在区划"), required=True,
            help=_("人员名册由哪一级管理就填哪一级的代码。"), examples=("150624", "150624101"),
        ),
        Column("organisation", _("单位"), synonyms=("工作单位", "所在单位"), longest=100, examples=("消防救援大队", "某某镇人民政府")),
        Column("phone", _("联系电话"), synonyms=("电话", "手机", "手机号", "手机号码"), longest=40, personal=True, help=_("加密保存，平时不显示。"), examples=("13800000000", "")),
    ),
    key=("number",),
    meant=meant,
    draft=to_draft,
    blamed={"person_name": "name", "person_number": "number", "outside_area": "area"},
)  # fmt: skip
