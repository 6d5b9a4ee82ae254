"""How things stand along a life cycle, in the reader's language: states, steps, and for whom something waits, by when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from sanzhang.packs.words import say
from sanzhang.rules.lifecycle import Coming, LifeCycle, Standing, coming


class Waiting(Protocol):
    """A row, or as much of one as says what it waits for."""

    state: Any
    step_due: Any
    stopped_on: Any
    beside: Any


@dataclass(frozen=True, slots=True)
class Awaited:
    """A step (``event``) that is waited for: who owes it, what it is, and by when; ``over``: the day on which the period before it ran out."""

    event: str = ""
    owner: str = ""
    step: str = ""
    by: date | None = None
    over: date | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one table. ``departments``: their names by sector, for what one has in hand; ``today``: whether a period is over."""

    table: LifeCycle
    departments: Mapping[str, str]
    today: date
    _plain: dict[tuple[str, str], Awaited] = field(default_factory=dict)

    def state(self, name: str) -> str:
        """The state called ``name``; the name where the table has no such state any more."""
        found = self.table.by_state.get(name)
        return say(found.title) if found else name

    def event(self, name: str) -> str:
        """The step called ``name``; the name where the table has no such step any more."""
        title = self.table.title_of(name)
        return say(title) if title else name

    def awaits(self, row: Waiting, department: str = "") -> list[Awaited]:
        """All that ``row`` waits for, what is due first at the front. ``department``: the sector that has it in hand."""
        beside = {event: date.fromisoformat(day) for event, day in row.beside.items()}
        stands = Standing(row.state, due=row.step_due, stopped_on=row.stopped_on, beside=beside)
        return [self._said(one, department) for one in coming(self.table, stands, self.today)]

    def next(self, row: Waiting, department: str = "") -> Awaited:
        """The first of them; empty words where nothing is left to do. By when it is due is told only for what is over, or due beside."""
        state = self.table.by_state.get(row.state)
        if row.beside or (state and state.at_end):
            return next(iter(self.awaits(row, department)), Awaited())
        if (row.state, department) not in self._plain:  # alike for every such row: long lists and files ask this for each
            step = self.table.expected(row.state)
            said = self._said(Coming(step, state.owner), department) if step and state else Awaited()
            self._plain[(row.state, department)] = said
        return self._plain[(row.state, department)]

    def _said(self, one: Coming, department: str) -> Awaited:
        owner = self.departments.get(department, department) if one.step.in_hand and department else say(one.owner)
        return Awaited(one.step.event, owner, say(one.step.title), one.by, one.over)
