"""部门: the department of each sector."""

from sanzhang.departments.entries.set_department import DepartmentSet
from sanzhang.imports.known import Known
from sanzhang.imports.table import Change, Column, Parser, Row, Table, merged
from sanzhang.imports.tables.appointments import sectors
from sanzhang.journal.append import draft
from sanzhang.journal.kinds import Draft
from sanzhang.rules.problems import gettext_noop as _

FIELDS = ("sector", "name", "contact")


def meant(row: Row, known: Known) -> list[Change]:
    """The department of that sector."""
    sector = row.given["sector"]
    now = known.departments.get(sector)
    before = {"sector": now.sector, "name": now.name, "contact": now.contact} if now else None
    after = merged(before, row, FIELDS)
    return [Change(f"{known.county}/{sector}", known.county, after["name"] or sector, before, after, sector, sector)]


def to_draft(change: Change) -> Draft:
    """The entry that sets the department."""
    after = change.after
    return draft("department.set", change.area, DepartmentSet(sector=after["sector"], name=after["name"], contact=after["contact"] or ""))


TABLE = Table(
    name="departments",
    title=_("部门"),
    power="manage.people",
    columns=(
        Column("sector", _("行业"), Parser.CHOICE, ("行业领域",), required=True, choices=sectors, examples=("教育", "住建")),
        Column(
            "name", _("部门名称"), synonyms=("名称", "单位名称"), required=True, longest=100, examples=("旗教育局", "旗住房和城乡建设局")
        ),
        Column("contact", _("联系人"), synonyms=("联络员",), longest=60, help=_("科室或职务，不填个人电话。"), examples=("安全办", "")),
    ),
    key=("sector",),
    meant=meant,
    draft=to_draft,
    blamed={"sector_unknown": "sector", "department_name": "name"},
)
