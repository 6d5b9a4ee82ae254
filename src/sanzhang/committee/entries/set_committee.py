"""The fire-safety committee of an area is registered or changed."""

from datetime import date

from sanzhang.areas.models import Area
from sanzhang.committee.models import Committee
from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Line, Payload, Short, Written
from sanzhang.journal.versions import present, set_version
from sanzhang.rules.problems import Problem, gettext_noop as _


class CommitteeSet(Payload):
    """The whole state of a committee; its area is the entry's. ``chair`` and ``members`` are people's keys."""

    name: Line
    chair: Short = ""
    members: tuple[str, ...] = ()
    founded: date | None = None


def check(written: Written[CommitteeSet], actor: Actor) -> None:
    """It needs a name and an area that exists."""
    if not written.payload.name.strip():
        raise Problem("committee_name", _("委员会没有名称。"), _("填写名称。"))
    if present(Area, written.area) is None:
        raise Problem("area_unknown", _("区划 {code} 没有登记。"), _("检查代码。"), code=written.area)


def apply(written: Written[CommitteeSet]) -> None:
    """The state becomes the present one."""
    payload = written.payload
    set_version(
        Committee, written, written.area, name=payload.name, chair=payload.chair, members=list(payload.members), founded=payload.founded
    )


KIND = Kind("committee.set", CommitteeSet, "manage.people", apply, check)
