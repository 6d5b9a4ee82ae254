"""A step along a life cycle as an entry takes it: what is checked, and how things stand afterwards."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sanzhang.cycles.models import Moving
from sanzhang.cycles.tables import life_cycle, numbers
from sanzhang.journal.kinds import Written
from sanzhang.rules.days import day_of
from sanzhang.rules.lifecycle import Given, LifeCycle, Standing, begin, walk
from sanzhang.rules.problems import Problem, Problems, gettext_noop as _

SAME_COLUMNS = ("state", "before", "since", "stopped_on", "inspected_on", "due_at")


def begun(written: Written[Any], cycle: str, event: str, given: Given, inspected_on: date | None = None) -> dict[str, Any]:
    """How something stands that begins so, as columns. Raises ``Problem`` for what the county's table does not allow or misses."""
    day = day_of(written.occurred_at)
    table = life_cycle(written.county, cycle, day)
    known = numbers(written.county, day, table.beginning(event))
    return _columns(table, lambda: begin(table, event, day, given, known, written.occurred_at, inspected_on))


def walked(written: Written[Any], cycle: str, row: Moving, event: str, given: Given) -> dict[str, Any]:
    """How ``row`` stands after ``event``, as columns. Raises ``Problem`` for what the county's table does not allow or misses."""
    day = day_of(written.occurred_at)
    table = life_cycle(written.county, cycle, day)
    known = numbers(written.county, day, table.step(event, row.state))
    return _columns(table, lambda: walk(table, standing_of(row), event, day, given, known, written.occurred_at))


def standing_of(row: Moving) -> Standing:
    """How a row of a subject's table stands."""
    beside = {event: date.fromisoformat(day) for event, day in row.beside.items()}
    return Standing(row.state, row.before, row.step_due, row.stopped_on, row.since, row.inspected_on, beside, row.due_at)


def standing_columns(table: LifeCycle, after: Standing) -> dict[str, Any]:
    """``after`` as the columns of such a row."""
    return {name: getattr(after, name) for name in SAME_COLUMNS} | {
        "step_due": after.due, "next_due": after.next_due, "beside": {event: day.isoformat() for event, day in after.beside.items()},
        "ended": table.state(after.state).ended,
    }  # fmt: skip


def check_seen(seen: UUID | None, last: UUID) -> None:
    """Nobody else took a step since the person looked. Raises ``Problem``."""
    if seen is not None and seen != last:
        raise Problem("step_meanwhile", _("您看的时候，别人已经办理了一步。"), _("刷新，看清现在的情况后再办。"))


def check_order(since: date | None, day: date, changes: bool) -> None:
    """A step that changes how something stands isn't older than the step before. Raises ``Problem``."""
    if changes and since is not None and day < since:
        raise Problem(
            "step_order", _("日期 {day} 早于上一步的 {since}。"), _("改成之后的日期。"), day=day.isoformat(), since=since.isoformat()
        )


def check_four_eyes(written: Written[Any], cycle: str, row: Moving, event: str, last: Callable[[], str]) -> None:
    """Where the table asks for a second person, it isn't the one who took the step before (``last`` says who). Raises ``Problem``."""
    step = life_cycle(written.county, cycle, day_of(written.occurred_at)).step(event, row.state)
    if step and step.four_eyes and last() == written.person:
        raise Problem("four_eyes", _("这一步不能由提出的人自己办。"), _("请上级负责人或另一位有权限的人办理。"))


def who_brought(row: Moving, steps: Iterable[tuple[str, str]]) -> str:
    """The person who brought ``row`` into its present state; ``steps``: of each, in order, the state afterwards and the person."""
    found = ""
    for state, person in reversed(list(steps)):
        if state != row.state:
            break
        found = person
    return found


def _columns(table: LifeCycle, stand: Callable[[], Standing]) -> dict[str, Any]:
    try:
        after = stand()
    except Problems as several:
        raise several.problems[0] from None
    return standing_columns(table, after)
