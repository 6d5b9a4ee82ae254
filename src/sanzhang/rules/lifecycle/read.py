"""A life cycle out of its file's text, with every mistake at once."""

from collections.abc import Iterator

from sanzhang.rules.lifecycle.model import BACK, SAME, Deadline, LifeCycle, Step
from sanzhang.rules.pack.reading import Place, made, twice, unknown, written
from sanzhang.rules.problems import Problem, Problems, gettext_noop as _


def read_life_cycle(file: str, text: str) -> LifeCycle:
    """The table that ``text`` declares. Raises ``Problems`` with every mistake."""
    return read_with_places(file, text)[0]


def read_with_places(file: str, text: str) -> tuple[LifeCycle, Place]:
    """The table that ``text`` declares, and where each of its values is written. Raises ``Problems`` with every mistake."""
    source = written(file, text)
    cycle = made(LifeCycle, source.data, source.place)
    problems = [*_names(cycle, source.place), *_rows(cycle, source.place), *_unreached(cycle, source.place)]
    if problems:
        raise Problems(problems)
    return cycle, source.place


def _names(cycle: LifeCycle, place: Place) -> Iterator[Problem]:
    """A state named twice, one that leads to a step which it does not have, one with which nobody knows what to do."""
    yield from twice(((("states", n, "id"), state.id) for n, state in enumerate(cycle.states)), "states", place)
    for n, state in enumerate(cycle.states):
        if state.next and cycle.step(state.next, state.id) is None:
            yield unknown(state.next, "steps", _events_in(cycle, state.id), place(("states", n, "next")))
        if state.at_end and cycle.step(state.at_end.next, state.id) is None:
            yield unknown(state.at_end.next, "steps", _events_in(cycle, state.id), place(("states", n, "at_end")))
        if state.at_end and not (_one_way(state.at_end) and (state.at_end.days is not None or state.at_end.workdays is not None)):
            yield Problem(
                "pack",
                _("“{name}”期满后的期限要写 days 或 workdays，并写依据。"),
                _("只写一种。"),
                where=place(("states", n, "at_end")),
                name=state.id,
            )
        if not state.ended and (state.owner is None or state.next is None):
            yield Problem(
                "pack", _("状态“{name}”没有写由谁负责（owner）、下一步是什么（next）。"), _("写上；没有下一步的写 ended: true。"),
                where=place(("states", n)), name=state.id,
            )  # fmt: skip


def _rows(cycle: LifeCycle, place: Place) -> Iterator[Problem]:
    """Rows that name unknown states, or that answer the same question twice."""
    known, seen = set(cycle.by_state), set()
    for n, step in enumerate(cycle.steps):
        where = place(("steps", n))
        for name in sorted({*step.of, step.to} - known - {SAME, BACK}):
            yield unknown(name, "states", known, where)
        if not step.of and not step.opens:
            yield Problem(
                "pack", _("“{name}”没有写在哪些状态下可以做（of）。"), _("写上 of: 或 opens: true。"), where=where, name=step.event
            )
        if step.opens and step.to in (SAME, BACK):
            yield Problem(
                "pack", _("“{name}”是开头的一步，不能写 to: {to}。"), _("写开头时的状态。"), where=where, name=step.event, to=step.to
            )
        for state in (*step.of, *([""] if step.opens else [])):
            if (step.event, state) in seen:
                yield Problem(
                    "pack",
                    _("“{name}”在状态“{state}”里写了两行。"),
                    _("合并成一行。"),
                    where=where,
                    name=step.event,
                    state=state or "opens",
                )
            seen.add((step.event, state))
        yield from _deadlines(cycle, step, n, place)


def _events_in(cycle: LifeCycle, state: str) -> list[str]:
    return [step.event for step in cycle.steps if state in step.of]


def _deadlines(cycle: LifeCycle, step: Step, n: int, place: Place) -> Iterator[Problem]:
    """Deadlines said in no way or in several, and what is due beside the expected step though it can't be done afterwards."""
    beside = [(("steps", n, "beside", i), one) for i, one in enumerate(step.beside)]
    for path, deadline in [(("steps", n, "deadline"), step.deadline), *beside]:
        asks = deadline is not None and deadline.asked and all(need.field != deadline.asked for need in step.needs)
        if deadline and (asks or not _one_way(deadline)):
            yield Problem("pack", _("“{name}”的期限要写一种，而且只写一种。"), _("写 hours、days、workdays、parameter、asked 或 none 之一；数字要写依据。"),
                          where=place(path), name=step.event)  # fmt: skip
    after = step.of if step.to in (SAME, BACK) else (step.to,)
    for path, one in beside:
        if not all(cycle.step(one.event, state) for state in after):
            yield unknown(one.event, "steps", sorted({event for state in after for event in _events_in(cycle, state)}), place(path))


def _one_way(deadline: Deadline) -> bool:
    """Whether the deadline is said in just one way, with its basis where it is a number."""
    numbers = [deadline.hours, deadline.days, deadline.workdays]
    ways = [*numbers, deadline.parameter, deadline.asked, deadline.none or None]
    return sum(way is not None for way in ways) == 1 and (deadline.basis is not None or all(number is None for number in numbers))


def _unreached(cycle: LifeCycle, place: Place) -> Iterator[Problem]:
    """States to which no way leads from where things begin."""
    reached = {step.to for step in cycle.steps if step.opens}
    found: set[str] = set()
    while reached != found:
        found = set(reached)
        reached |= {step.to for step in cycle.steps if found & set(step.of)} - {SAME, BACK}
    for n, state in enumerate(cycle.states):
        if state.id not in found:
            yield Problem(
                "pack", _("没有哪一步会到状态“{name}”。"), _("加上到这里的一步，或删去它。"), where=place(("states", n)), name=state.id
            )
