"""分片包干: which officer answers for which villages. Each village becomes an appointment to the slice post of the pack."""

from sanzhang.imports.known import Known
from sanzhang.imports.table import Change, Column, Parser, Row, Table
from sanzhang.imports.tables.appointments import BLAMED, TABLE as APPOINTMENTS, term
from sanzhang.people.posts import check_post, slice_post_of
from sanzhang.rules.problems import Problem, gettext_noop as _


def meant(row: Row, known: Known) -> list[Change]:
    """A term in the slice post for each village."""
    changes, post = [], slice_post_of(known.county)
    for area in row.given["areas"]:
        try:
            if not post:
                raise Problem("slices_none", _("本地的通知没有包片的岗位。"), _("改用任职表导入。"))
            check_post(known.county, post, area, "")
        except Problem as problem:
            row.fault(TABLE.column("areas"), problem)
            continue
        changes.append(term(row, known, row.given["person"], post, area))
    return changes


TABLE = Table(
    name="slices",
    title=_("分片包干"),
    power="manage.people",
    columns=(
        Column("person", _("监督员编号"), Parser.PERSON, ("人员编号", "编号", "工号"), required=True, help=_("人员表里的编号。"), examples=("DD002", "DD003")),
        Column(
            "areas", _("包干嘎查村社区代码"), Parser.AREAS, ("嘎查村社区代码", "村代码", "区划代码", "包干区域"), required=True,
            help=_("一格可填多个 12 位代码，用顿号隔开；也可以一行一个。"), examples=("150624101003、150624101004", "150624102001"),
        ),
        Column("start", _("开始日期"), Parser.DATE, ("任职日期", "包干日期"), required=True, examples=("2026-01-01", "2026-01-01")),
        Column("end", _("结束日期"), Parser.DATE, ("离任日期",), help=_("仍在包干的不填。")),
    ),
    key=("person", "areas"),
    meant=meant,
    draft=APPOINTMENTS.draft,
    order=APPOINTMENTS.order,
    blamed=BLAMED | {"post_unknown": "areas", "post_level": "areas", "area_unknown": "areas", "outside_area": "areas", "post_taken": "areas"},
)  # fmt: skip
