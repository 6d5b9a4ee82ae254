"""An area is registered or changed: new, renamed, merged into another, closed."""

from datetime import date

from sanzhang.areas.models import Area
from sanzhang.areas.naming import kind_from_name
from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Code, Kind, Line, Payload, Short, Written
from sanzhang.journal.versions import present, set_version
from sanzhang.rules.areas import Level, is_code, level_of, parent
from sanzhang.rules.problems import Problem, gettext_noop as _


class AreaSet(Payload):
    """The whole state of an area. Its code is the entry's area."""

    name: Line
    kind: Short = ""
    valid_from: date | None = None
    valid_to: date | None = None
    merged_into: Code = ""


def check(written: Written[AreaSet], actor: Actor) -> None:
    """The code must hang on a known area; an end must not lie before the beginning; nobody merges into himself."""
    area, payload = written.area, written.payload
    if not payload.name.strip():
        raise Problem("area_name", _("区划 {code} 没有名称。"), _("填写名称。"), code=area)
    if level_of(area) is not Level.COUNTY and present(Area, parent(area)) is None:
        raise Problem(
            "area_parent", _("区划 {code} 的上级 {parent} 还没有登记。"), _("先登记上级，或检查代码。"), code=area, parent=parent(area)
        )
    if payload.valid_from and payload.valid_to and payload.valid_to < payload.valid_from:
        raise Problem("area_dates", _("区划 {code} 的撤销日期早于设立日期。"), _("检查两个日期。"), code=area)
    if payload.merged_into:
        if not payload.valid_to:
            raise Problem("area_merge", _("区划 {code} 并入了别处，却没有撤销日期。"), _("填写撤销日期。"), code=area)
        if payload.merged_into == area or not is_code(payload.merged_into) or present(Area, payload.merged_into) is None:
            raise Problem("area_merge", _("并入的区划 {into} 没有登记。"), _("填写已登记的另一个区划代码。"), into=payload.merged_into)


def apply(written: Written[AreaSet]) -> None:
    """The state becomes the present one."""
    payload = written.payload
    set_version(
        Area,
        written,
        written.area,
        name=payload.name,
        area_kind=payload.kind or kind_from_name(payload.name),
        valid_from=payload.valid_from,
        valid_to=payload.valid_to,
        merged_into=payload.merged_into,
    )


KIND = Kind("area.set", AreaSet, "manage.areas", apply, check)
