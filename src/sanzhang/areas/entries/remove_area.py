"""A wrongly registered area is taken back. An area that really ended is given its last day instead."""

from sanzhang.areas.models import Area
from sanzhang.journal.actors import Actor, inside
from sanzhang.journal.kinds import Kind, Long, Payload, Written
from sanzhang.journal.versions import end_version, present
from sanzhang.rules.problems import Problem, gettext_noop as _


class AreaRemoved(Payload):
    """Why it is taken back."""

    reason: Long


def check(written: Written[AreaRemoved], actor: Actor) -> None:
    """Only a registered area without anything below it."""
    if present(Area, written.area) is None:
        raise Problem("area_unknown", _("区划 {code} 没有登记。"), _("检查代码。"), code=written.area)
    if Area.objects.filter(inside("key", written.area), superseded_at__isnull=True).exclude(key=written.area).exists():
        raise Problem("area_in_use", _("区划 {code} 下面还有区划。"), _("先撤回下级。"), code=written.area)


def apply(written: Written[AreaRemoved]) -> None:
    """The area has no present state any more."""
    end_version(Area, written, written.area)


KIND = Kind("area.removed", AreaRemoved, "manage.areas", apply, check)
