"""Set and end the present state of a thing; the states before it stay readable."""

from typing import Any, TypeVar
from uuid import uuid5

from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Written
from sanzhang.journal.models import Version
from sanzhang.rules.areas import covers
from sanzhang.rules.problems import Problem, gettext_noop as _

V = TypeVar("V", bound=Version)


def set_version(model: type[V], written: Written[Any], key: str, **fields: Any) -> V:
    """Make ``fields`` the present state of ``key``; the state before is kept as superseded by this entry."""
    end_version(model, written, key)
    return model._default_manager.create(
        id=uuid5(written.id, key), key=key, county=written.county, entry=written.id, recorded_at=written.recorded_at, **fields
    )


def end_version(model: type[Version], written: Written[Any], key: str) -> None:
    """End the present state of ``key`` without a new one."""
    model._default_manager.filter(key=key, superseded_at__isnull=True).update(superseded_at=written.recorded_at)


def present(model: type[V], key: str) -> V | None:
    """The present state of ``key``, if it has one."""
    return model._default_manager.filter(key=key, superseded_at__isnull=True).first()


def check_inside(model: type[Version], key: str, actor: Actor) -> None:
    """Raises ``Problem`` when the thing called ``key`` lies in an area that is not the actor's: nobody draws a thing over from his neighbour."""
    thing = present(model, key)
    area = getattr(thing, "area", "") if thing else ""
    if area and not covers(actor.area, area):
        raise Problem("outside_area", _("{area} 不在您任职的区域内。"), _("请由该区域的责任人记录，或改选您辖区内的区域。"), area=area)
