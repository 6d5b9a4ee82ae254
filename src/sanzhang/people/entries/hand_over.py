"""A post is handed over in one step: the holder's last day, the successor's first, and what goes over with it.

Open duties belong to the post and its area, so they pass to the successor of themselves; the entry names them as they stood, for both to sign.
"""

from datetime import date, timedelta
from uuid import uuid5

from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Long, Payload, Short, Written
from sanzhang.journal.versions import present, set_version
from sanzhang.people.models import Appointment, Person
from sanzhang.people.posts import check_appointer
from sanzhang.rules.problems import Problem, gettext_noop as _


class HandedOver(Payload):
    """``appointment`` ends the day before ``from_day``; ``successor`` (a person) begins then. ``open_duties``: keys of the obligations that go over."""

    appointment: Short
    successor: Short
    from_day: date
    open_duties: tuple[str, ...] = ()
    note: Long = ""


def check(written: Written[HandedOver], actor: Actor) -> None:
    """The appointment must be held on the day before, and go to another, known person."""
    payload = written.payload
    held = present(Appointment, payload.appointment)
    if held is None or held.area != written.area:
        raise Problem("appointment_unknown", _("没有这项任职。"), _("刷新页面后重选。"))
    if payload.from_day <= held.start or (held.end and held.end < payload.from_day):
        raise Problem(
            "handover_date", _("交接日期 {day} 不在原任职期间。"), _("选 {start} 之后的日期。"), day=payload.from_day, start=held.start
        )
    if payload.successor == held.person or present(Person, payload.successor) is None:
        raise Problem("handover_person", _("接任人须是另一位已登记的人员。"), _("先登记接任人，再办交接。"))
    check_appointer(written.county, actor, payload.successor, held.post, held.sector)


def apply(written: Written[HandedOver]) -> None:
    """End the one, begin the other."""
    payload = written.payload
    held = present(Appointment, payload.appointment)
    if held is None:
        raise Problem("appointment_unknown", _("没有这项任职。"), _("刷新页面后重选。"))
    common = {"post": held.post, "area": held.area, "sector": held.sector}
    set_version(Appointment, written, held.key, person=held.person, start=held.start, end=payload.from_day - timedelta(days=1), **common)
    key = str(uuid5(written.id, "successor"))
    set_version(Appointment, written, key, person=payload.successor, start=payload.from_day, end=held.end, **common)


KIND = Kind("post.handed_over", HandedOver, "manage.people", apply, check)
