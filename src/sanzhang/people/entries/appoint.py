"""A person is appointed to a post, or an appointment is corrected."""

from datetime import date

from sanzhang.areas.models import Area
from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Payload, Short, Written
from sanzhang.journal.versions import check_inside, present, set_version
from sanzhang.people.models import Appointment, Person
from sanzhang.people.posts import check_appointer, check_post, others_in
from sanzhang.rules.problems import Problem, gettext_noop as _


class Appointed(Payload):
    """The whole state of an appointment. The area is the entry's; ``key`` is the appointment's id for ever."""

    key: Short
    person: Short
    post: Short
    sector: Short = ""
    start: date
    end: date | None = None


def check(written: Written[Appointed], actor: Actor) -> None:
    """Known person, known area, a post of the pack for that level, dates in order, and one holder where the post has one."""
    check_inside(Appointment, written.payload.key, actor)
    payload = written.payload
    if present(Person, payload.person) is None:
        raise Problem("person_unknown", _("没有登记这个人。"), _("先登记人员。"))
    if present(Area, written.area) is None:
        raise Problem("area_unknown", _("区划 {code} 没有登记。"), _("检查代码。"), code=written.area)
    if payload.end and payload.end < payload.start:
        raise Problem("appointment_dates", _("任职的结束日期早于开始日期。"), _("检查两个日期。"))
    check_appointer(written.county, actor, payload.person, payload.post, payload.sector)
    post = check_post(written.county, payload.post, written.area, payload.sector)
    held = others_in(payload.post, written.area, payload.sector, payload.start, payload.end, but=payload.key) if post.single else None
    if held:
        raise Problem(
            "post_taken", _("{area} 的“{post}”已由 {name} 担任（{start} 起）。"), _("用“交接”换人，或先结束原任职。"),
            area=written.area, post=post.title.zh, name=held.name, start=held.start,
        )  # fmt: skip


def apply(written: Written[Appointed]) -> None:
    """The state becomes the present one."""
    payload = written.payload
    set_version(
        Appointment, written, payload.key,
        person=payload.person, post=payload.post, area=written.area, sector=payload.sector, start=payload.start, end=payload.end,
    )  # fmt: skip


KIND = Kind("appointment.set", Appointed, "manage.people", apply, check)
