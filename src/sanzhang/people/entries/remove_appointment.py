"""A wrongly made appointment is taken back. One that really ended is given its last day instead."""

from sanzhang.journal.kinds import Kind, Payload, Written
from sanzhang.journal.versions import end_version
from sanzhang.people.models import Appointment


class AppointmentRemoved(Payload):
    """Which, and why."""

    key: str
    reason: str


def apply(written: Written[AppointmentRemoved]) -> None:
    """The appointment has no present state any more."""
    end_version(Appointment, written, written.payload.key)


KIND = Kind("appointment.removed", AppointmentRemoved, "manage.people", apply)
