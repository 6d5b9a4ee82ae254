"""A wrongly registered department is taken back."""

from sanzhang.departments.models import Department
from sanzhang.journal.kinds import Kind, Long, Payload, Short, Written
from sanzhang.journal.versions import end_version


class DepartmentRemoved(Payload):
    """Which, and why."""

    key: Short
    reason: Long


def apply(written: Written[DepartmentRemoved]) -> None:
    """It has no present state any more."""
    end_version(Department, written, written.payload.key)


KIND = Kind("department.removed", DepartmentRemoved, "manage.people", apply)
