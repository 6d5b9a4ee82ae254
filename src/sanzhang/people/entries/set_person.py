"""A person is registered or changed."""

from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Line, Payload, Short, Written
from sanzhang.journal.personal import reveal
from sanzhang.journal.versions import check_inside, set_version
from sanzhang.people.models import Person
from sanzhang.rules.problems import Problem, gettext_noop as _

ERASED = "（已删除）"


class PersonSet(Payload):
    """The whole state of a person. ``hidden`` is encrypted: {name, phone}; ``key`` is the person's id for ever."""

    key: Short
    number: Short
    organisation: Line = ""
    hidden: dict[str, str]


def check(written: Written[PersonSet], actor: Actor) -> None:
    """The number must be nobody else's, and the hidden part must be readable."""
    check_inside(Person, written.payload.key, actor)
    payload = written.payload
    if payload.hidden.get("subject") != payload.key or not (reveal(payload.hidden) or {}).get("name"):
        raise Problem("person_name", _("人员 {number} 没有姓名。"), _("填写姓名。"), number=payload.number)
    if Person.objects.filter(county=written.county, number=payload.number, superseded_at__isnull=True).exclude(key=payload.key).exists():
        raise Problem("person_number", _("人员编号 {number} 已被另一人使用。"), _("换一个编号，或更新那个人。"), number=payload.number)


def apply(written: Written[PersonSet]) -> None:
    """The state becomes the present one. The name is kept in the clear for those in scope; the telephone stays encrypted."""
    payload = written.payload
    opened = reveal(payload.hidden)
    set_version(
        Person,
        written,
        payload.key,
        number=payload.number,
        area=written.area,
        name=opened["name"] if opened else ERASED,
        organisation=payload.organisation,
        sealed=payload.hidden,
    )


KIND = Kind("person.set", PersonSet, "manage.people", apply, check)
