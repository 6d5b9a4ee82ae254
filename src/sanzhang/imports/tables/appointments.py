"""任职: who holds which post, where, from when."""

from datetime import date
from uuid import uuid4

from django.conf import settings

from sanzhang.imports.known import Known
from sanzhang.imports.table import Change, Column, Parser, Row, Table, merged
from sanzhang.journal.append import draft
from sanzhang.journal.kinds import Draft
from sanzhang.packs import pack_for
from sanzhang.people.entries.appoint import Appointed
from sanzhang.people.models import Appointment
from sanzhang.people.posts import check_post, posts_of
from sanzhang.rules.problems import Problem, gettext_noop as _

FIELDS = ("person", "post", "area", "sector", "start", "end")


def posts(county: str) -> dict[str, str]:
    """The posts of the pack."""
    return {post.id: post.title.zh for post in posts_of(county).values()}


def sectors(county: str) -> dict[str, str]:
    """The sectors of the pack."""
    return {sector.id: sector.title.zh for sector in pack_for(county, settings.DEFAULT_PACK).sectors}


def meant(row: Row, known: Known) -> list[Change]:
    """The term of that person in that post and place."""
    given = row.given
    sector = given.get("sector", "")
    _check_post(row, known, given["post"], given["area"], sector)
    return [term(row, known, given["person"], given["post"], given["area"], sector)]


def term(row: Row, known: Known, person: str, post: str, area: str, sector: str = "") -> Change:
    """What the row makes of the term of ``person`` in ``post``; a term that is known already is changed, not doubled."""
    start = row.given.get("start")
    now = _same_term(known.terms.get((person, post, area, sector), []), start)
    before = {"person": person, "post": post, "area": area, "sector": sector, "start": now.start, "end": now.end} if now else None
    after = merged(before, row, ("start", "end")) | {"person": person, "post": post, "area": area, "sector": sector}
    title = f"{known.person_words(person)} · {known.posts[post].title.zh} · {known.areas[area].name}"
    identity = now.key if now else (person, post, area, sector, start)
    return Change(now.key if now else str(uuid4()), area, title, before, {name: after[name] for name in FIELDS}, identity, sector)


def to_draft(change: Change) -> Draft:
    """The entry that sets the appointment."""
    after = change.after
    payload = Appointed(
        key=change.key, person=after["person"], post=after["post"], sector=after["sector"], start=after["start"], end=after["end"]
    )
    return draft("appointment.set", change.area, payload)


def _same_term(terms: list[Appointment], start: date | None) -> Appointment | None:
    """The term that begins on that day; else the one that runs then, whose beginning is thereby corrected. A later beginning is a new term."""
    if start is None:
        return terms[-1] if terms else None
    same = next((held for held in terms if held.start == start), None)
    return same or next((held for held in terms if held.end is None or held.end >= start), None)


def _check_post(row: Row, known: Known, post: str, area: str, sector: str) -> None:
    """The pack's rules for the post. The journal checks them again; here they are told together with the row's other faults."""
    try:
        check_post(known.county, post, area, sector)
    except Problem as problem:
        row.fault(TABLE.column(BLAMED[problem.code]), problem)


BLAMED = {
    "post_unknown": "post", "post_level": "area", "post_sector": "sector", "post_taken": "post",
    "appointment_dates": "end", "person_unknown": "person", "area_unknown": "area", "outside_area": "area",
}  # fmt: skip

TABLE = Table(
    name="appointments",
    title=_("任职"),
    power="manage.people",
    columns=(
        Column(
            "person", _("人员编号"), Parser.PERSON, ("编号", "工号"), required=True, help=_("人员表里的编号。"), examples=("DD001", "ZZ002")
        ),
        Column(
            "post",
            _("岗位"),
            Parser.CHOICE,
            ("职务", "岗位名称"),
            required=True,
            choices=posts,
            examples=("消防救援大队大队长", "苏木镇主要负责人"),
        ),
        Column(
            "area",
            _("任职区划代码"),
            Parser.AREA,
            ("区划代码", "任职区划"),
            required=True,
            help=_("与岗位同级的区划；市级岗位填旗的代码。"),
            examples=("150624", "150624101"),
        ),
        Column("sector", _("行业"), Parser.CHOICE, ("行业领域",), choices=sectors, help=_("只有部门岗位填。")),
        Column("start", _("任职日期"), Parser.DATE, ("开始日期", "任职开始"), required=True, examples=("2026-01-01", "2026-03-01")),
        Column("end", _("离任日期"), Parser.DATE, ("结束日期", "任职结束"), help=_("在任的不填。")),
    ),
    key=("person", "post", "area", "sector"),
    meant=meant,
    draft=to_draft,
    # Who leaves goes first, so that a successor in the same file finds the post free.
    order=lambda change: (change.after["end"] is None, change.after["end"] or date.max, change.after["start"]),
    blamed=BLAMED,
    notes=(_("同一个人在同一处任同一岗位，任期相接的按更正处理；任职日期晚于原离任日期的，记为新的一任。"),),
)
