"""A person's data are erased for good: the key is destroyed, so no entry of any age can be read for them; the chain still verifies."""

from sanzhang.journal.kinds import Kind, Payload, Written
from sanzhang.journal.personal import destroy_key
from sanzhang.people.entries.set_person import ERASED
from sanzhang.people.models import Person


class PersonErased(Payload):
    """Who, and on what ground (PIPL 47)."""

    key: str
    reason: str


def apply(written: Written[PersonErased]) -> None:
    """Destroy the key and blank every state, as a rebuild without the key would."""
    destroy_key(written.payload.key)
    Person.objects.filter(key=written.payload.key).update(name=ERASED)


KIND = Kind("person.erased", PersonErased, "manage.people", apply)
