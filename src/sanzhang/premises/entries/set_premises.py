"""A place is registered or changed, at the desk or in the field."""

from typing import Annotated

from pydantic import StringConstraints

from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Line, Long, Name, Payload, Short, Written
from sanzhang.journal.versions import present, set_version
from sanzhang.premises import checks
from sanzhang.premises.initials import initials
from sanzhang.premises.models import Premises
from sanzhang.premises.telephone import check_phone, protect
from sanzhang.rules.plates import plate_code
from sanzhang.rules.position import Position, check_position
from sanzhang.rules.problems import Problem, gettext_noop as _

Key = Annotated[str, StringConstraints(min_length=1, max_length=40)]
CreditCode = Annotated[str, StringConstraints(max_length=18, strip_whitespace=True, to_upper=True)]


class PremisesSet(Payload):
    """The whole state of a place; its area is the entry's. ``sealed`` is the telephone, encrypted; it is sent as ``phone``.

    ``base`` is the entry of the state that was changed; empty for a new place.
    """

    key: Key
    kind: Short
    marks: tuple[Short, ...] = ()
    name: Line
    code: CreditCode = ""
    address: Name = ""
    position: Position | None = None
    responsible: Short = ""
    sealed: dict[str, str] = {}
    storeys: int | None = None
    floor_area: int | None = None
    occupancy: int | None = None
    sector: Short = ""
    notes: Long = ""
    closed: bool = False
    base: Short = ""


def check(written: Written[PremisesSet], actor: Actor) -> None:
    """A name, a known kind in a known village or grid, sane numbers, and nothing that is registered already."""
    payload = written.payload
    now, other = checks.now_and_same(payload.key, written.county, written.area, payload.name, payload.code)
    checks.check_reach(now, actor, payload.sector)
    if not payload.name.strip():
        raise Problem("premises_name", _("场所没有名称。"), _("填写名称；没有招牌的写它是什么，如“××家出租房”。"))
    checks.check_area(written.area)
    checks.check_words(written.county, payload.kind, payload.marks, payload.sector)
    checks.check_numbers(storeys=payload.storeys, floor_area=payload.floor_area, occupancy=payload.occupancy)
    checks.check_code(payload.code)
    check_position(payload.position)
    check_phone(payload.key, payload.sealed)
    checks.check_alone(other, actor)


def apply(written: Written[PremisesSet]) -> None:
    """The state becomes the present one; it is marked when it was made from another than the present one."""
    payload, position = written.payload, written.payload.position
    now = present(Premises, payload.key)
    set_version(
        Premises, written, payload.key, area=written.area, marks=sorted(payload.marks),
        **payload.model_dump(exclude={"key", "marks", "position", "base"}),
        lat=position.lat if position else None, lon=position.lon if position else None, accuracy=position.accuracy if position else None,
        initials=initials(payload.name), plate=plate_code("premises", payload.key), conflict=payload.base != (str(now.entry) if now else ""),
    )  # fmt: skip


KIND = Kind("premises.set", PremisesSet, "manage.premises", apply, check, protect=protect)
