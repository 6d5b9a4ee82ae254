"""A person's data are erased for good: the key is destroyed, so no entry of any age can be read for them; the chain still verifies."""

from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Long, Payload, Short, Written
from sanzhang.journal.personal import destroy_key
from sanzhang.journal.versions import check_inside
from sanzhang.people.entries.set_person import ERASED
from sanzhang.people.models import Person


class PersonErased(Payload):
    """Who, and on what ground (PIPL 47)."""

    key: Short
    reason: Long


def check(written: Written[PersonErased], actor: Actor) -> None:
    """Only what lies in the actor's own area."""
    check_inside(Person, written.payload.key, actor)


def apply(written: Written[PersonErased]) -> None:
    """Destroy the key and blank every state, as a rebuild without the key would."""
    destroy_key(written.payload.key)
    Person.objects.filter(key=written.payload.key).update(name=ERASED)


KIND = Kind("person.erased", PersonErased, "manage.people", apply, check)
