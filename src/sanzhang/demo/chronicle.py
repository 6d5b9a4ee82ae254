"""Collects the steps of the simulation and puts them in the order in which they reach the journal."""

from datetime import date, datetime, timedelta
from typing import Any

from sanzhang.demo.ids import Ids, clock
from sanzhang.demo.steps import PROGRAM, Author, Payload, Step


class Chronicle:
    """The steps so far. Set-up follows itself second by second; what happens later has its own time."""

    def __init__(self, ids: Ids, first_day: date) -> None:
        self.ids = ids
        self.steps: list[Step] = []
        self._setting_up = clock(first_day, 3600 * 8)

    def set_up(self, kind: str, area: str, payload: Payload) -> Step:
        """A step of the first day, made by the program."""
        self._setting_up += timedelta(seconds=1)
        return self.add(kind, area, PROGRAM, self._setting_up, payload)

    def add(
        self, kind: str, area: str, by: Author, occurred_at: datetime, payload: dict[str, Any], recorded_at: datetime | None = None
    ) -> Step:
        """A step; recorded when it happens unless said otherwise."""
        step = Step(self.ids.at(occurred_at), kind, area, by, occurred_at, recorded_at or occurred_at, payload)
        self.steps.append(step)
        return step

    def in_order(self) -> tuple[Step, ...]:
        """All steps as they were recorded; those of one moment in the order in which they were made."""
        return tuple(sorted(self.steps, key=lambda step: step.recorded_at))
