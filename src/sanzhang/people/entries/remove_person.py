"""A wrongly registered person is taken back."""

from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Long, Payload, Short, Written
from sanzhang.journal.versions import check_inside, end_version
from sanzhang.people.models import Appointment, Person
from sanzhang.rules.problems import Problem, gettext_noop as _


class PersonRemoved(Payload):
    """Who, and why."""

    key: Short
    reason: Long


def check(written: Written[PersonRemoved], actor: Actor) -> None:
    """Nobody who still holds a post."""
    check_inside(Person, written.payload.key, actor)
    if Appointment.objects.filter(person=written.payload.key, superseded_at__isnull=True).exists():
        raise Problem("person_in_post", _("此人还有任职记录，不能撤回。"), _("先结束或撤回他的任职。"))


def apply(written: Written[PersonRemoved]) -> None:
    """The person has no present state any more."""
    end_version(Person, written, written.payload.key)


KIND = Kind("person.removed", PersonRemoved, "manage.people", apply, check)
