"""A wrongly made appointment is taken back. One that really ended is given its last day instead."""

from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Long, Payload, Short, Written
from sanzhang.journal.versions import check_inside, end_version
from sanzhang.people.models import Appointment


class AppointmentRemoved(Payload):
    """Which, and why."""

    key: Short
    reason: Long


def check(written: Written[AppointmentRemoved], actor: Actor) -> None:
    """Only what lies in the actor's own area."""
    check_inside(Appointment, written.payload.key, actor)


def apply(written: Written[AppointmentRemoved]) -> None:
    """The appointment has no present state any more."""
    end_version(Appointment, written, written.payload.key)


KIND = Kind("appointment.removed", AppointmentRemoved, "manage.people", apply, check)
