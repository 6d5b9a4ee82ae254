"""A wrongly registered department is taken back."""

from sanzhang.departments.models import Department
from sanzhang.journal.kinds import Kind, Payload, Written
from sanzhang.journal.versions import end_version


class DepartmentRemoved(Payload):
    """Which, and why."""

    key: str
    reason: str


def apply(written: Written[DepartmentRemoved]) -> None:
    """It has no present state any more."""
    end_version(Department, written, written.payload.key)


KIND = Kind("department.removed", DepartmentRemoved, "manage.people", apply)
