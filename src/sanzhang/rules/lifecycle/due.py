"""By when a step is due: the day that a deadline leads to, and what else is due beside the expected step."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from sanzhang.rules.days import day_of
from sanzhang.rules.lifecycle.given import Given
from sanzhang.rules.lifecycle.model import Deadline
from sanzhang.rules.workdays import add_workdays

HOURS_OF_A_DAY = 24

Numbers = Mapping[str, tuple[int, str]]
"""What the notice's parameters say on a day: number and unit (``days`` or ``workdays``) by name."""


@dataclass(frozen=True, slots=True)
class Ground:
    """From what a deadline may be counted: the day (and moment, where known) of the step, the inspection, the deadline that stands."""

    day: date
    at: datetime | None = None
    inspection: date | None = None
    due: date | None = None

    def start(self, deadline: Deadline) -> date:
        """The day after which ``deadline`` counts; that of the step where there is no other."""
        return {"step": self.day, "inspection": self.inspection, "due": self.due}[deadline.since] or self.day


def deadline_of(deadline: Deadline | None, ground: Ground, given: Given, numbers: Numbers) -> date | None:
    """The day by which the next step is due. The day from which is counted is not counted itself."""
    if deadline is None or deadline.none:
        return None
    if deadline.asked:
        asked: date | None = getattr(given, deadline.asked)
        return asked
    if deadline.hours is not None:
        at = moment_of(deadline, ground)
        return day_of(at) if at else ground.day + timedelta(days=ceil(deadline.hours / HOURS_OF_A_DAY))
    start = ground.start(deadline)
    if deadline.parameter:
        number, unit = numbers[deadline.parameter.parameter]
        return add_workdays(start, number) if unit == "workdays" else start + timedelta(days=number)
    if deadline.workdays is not None:
        return add_workdays(start, deadline.workdays)
    return start + timedelta(days=deadline.days or 0)


def moment_of(deadline: Deadline | None, ground: Ground) -> datetime | None:
    """The moment by which a deadline of hours is due; None for any other, which ends with its day."""
    if deadline is None or deadline.hours is None or ground.at is None:
        return None
    return ground.at + timedelta(hours=deadline.hours)
