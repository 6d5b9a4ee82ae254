"""The department of a sector is registered or changed."""

from django.conf import settings

from sanzhang.departments.models import Department
from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Line, Payload, Short, Written
from sanzhang.journal.versions import set_version
from sanzhang.packs import pack_for
from sanzhang.rules.problems import Problem, gettext_noop as _


class DepartmentSet(Payload):
    """The whole state of a department."""

    sector: Short
    name: Line
    contact: Short = ""


def check(written: Written[DepartmentSet], actor: Actor) -> None:
    """The sector must be one of the pack's."""
    sectors = {sector.id: sector.title.zh for sector in pack_for(written.county, settings.DEFAULT_PACK).sectors}
    if written.payload.sector not in sectors:
        raise Problem(
            "sector_unknown",
            _("没有“{sector}”这个行业。"),
            _("从这些里选：{known}。"),
            sector=written.payload.sector,
            known="、".join(sectors.values()),
        )
    if not written.payload.name.strip():
        raise Problem("department_name", _("部门没有名称。"), _("填写部门名称。"))


def apply(written: Written[DepartmentSet]) -> None:
    """The state becomes the present one."""
    payload = written.payload
    set_version(
        Department, written, f"{written.county}/{payload.sector}", sector=payload.sector, name=payload.name, contact=payload.contact
    )


KIND = Kind("department.set", DepartmentSet, "manage.people", apply, check)
