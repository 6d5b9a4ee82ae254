"""Whether tables of life cycles fit a county's notice: somebody may take every step, every number is known, nothing is left standing nowhere."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sanzhang.rules.lifecycle.model import CountsAs, Deadline, LifeCycle, Step
from sanzhang.rules.lifecycle.read import read_with_places
from sanzhang.rules.pack.model import Pack
from sanzhang.rules.pack.reading import Place, unknown
from sanzhang.rules.problems import Problem, Problems, gettext_noop as _

SETTLE = "settle.hazards"
UNITS = ("days", "workdays")


@dataclass(frozen=True, slots=True)
class Table:
    """A table with where its values are written. ``own``: the notice's, not the one that all counties share."""

    cycle: LifeCycle
    place: Place
    own: bool


def power_of(step: Step, pack: Pack) -> str:
    """The power that a step takes: of recording what it counts as; where the notice counts nothing of the sort, of settling."""
    if isinstance(step.by, CountsAs):
        kind = pack.evidence_from(step.by.counts_as)
        return f"record.{kind.id}" if kind else SETTLE
    return step.by


def fitting_tables(pack: Pack, shared: Mapping[str, str], own: Mapping[str, str]) -> tuple[LifeCycle, ...]:
    """The tables of the files that all counties share, then of the notice's own. Raises ``Problems`` with every mistake in every file."""
    tables: list[Table] = []
    problems: list[Problem] = []
    for file, text in (*shared.items(), *own.items()):
        try:
            tables.append(Table(*read_with_places(file, text), own=file in own))
        except Problems as several:
            problems += several.problems
    tables.sort(key=lambda table: (table.own, table.cycle.valid_from, table.cycle.version))
    problems += [problem for table in tables for problem in (*_powers(pack, table), *_in_hand(pack, table), *_parameters(pack, table))]
    problems += [problem for n, table in enumerate(tables) for problem in _follows(table, tables[:n])]
    if problems:
        raise Problems(problems)
    return tuple(table.cycle for table in tables)


def unverified_deadlines(pack: Pack, tables: Iterable[LifeCycle]) -> list[tuple[str, str]]:
    """Table and event of each deadline that rests on nothing we have read (待核)."""
    found = []
    for table in tables:
        rows = [(step.event, deadline) for step in table.steps for deadline in (step.deadline, *step.beside) if deadline]
        rows += [(state.at_end.next, state.at_end) for state in table.states if state.at_end]
        found += [(table.id, event) for event, deadline in rows if not _verified(pack, deadline)]
    return list(dict.fromkeys(found))


def _verified(pack: Pack, deadline: Deadline) -> bool:
    if deadline.parameter:
        name = deadline.parameter.parameter
        return any(parameter.grade.verified for parameter in pack.parameters if parameter.id == name)
    return deadline.basis is None or deadline.basis.grade.verified


def _powers(pack: Pack, table: Table) -> Iterator[Problem]:
    """Powers that no post of this county carries, each once, with the steps that nobody could take."""
    carried = {power for post in pack.posts for power in post.powers}
    wanted: dict[str, list[int]] = {}
    for n, step in enumerate(table.cycle.steps):
        if (power := power_of(step, pack)) not in carried:
            wanted.setdefault(power, []).append(n)
    for power, rows in wanted.items():
        events = dict.fromkeys(table.cycle.steps[n].event for n in rows)
        yield Problem(
            "pack", _("{pack} 没有一个岗位有权限“{power}”，谁也办不了：{events}。"), _("给一个岗位加上它，或在本县的 lifecycles/ 里改写这个流程。"),
            where=table.place(("steps", rows[0], "by")), events="、".join(events), power=power, pack=pack.id,
        )  # fmt: skip


def _in_hand(pack: Pack, table: Table) -> Iterator[Problem]:
    """Steps of the department that has something in hand, which no post of one sector may take."""
    carried = {power for post in pack.posts if post.per_sector for power in post.powers}
    for n, step in enumerate(table.cycle.steps):
        if step.in_hand and (power := power_of(step, pack)) not in carried:
            yield Problem(
                "pack", _("“{event}”只能由经办部门办理，但没有一个分行业的岗位有权限“{power}”。"), _("给一个 per_sector: true 的岗位加上它。"),
                where=table.place(("steps", n, "by")), event=step.event, power=power,
            )  # fmt: skip


def _parameters(pack: Pack, table: Table) -> Iterator[Problem]:
    """Deadlines that name no number of this county's notice, or one that counts no days."""
    units = {parameter.id: parameter.unit for parameter in pack.parameters}
    for n, step in enumerate(table.cycle.steps):
        beside = [(("steps", n, "beside", i), one) for i, one in enumerate(step.beside)]
        for path, deadline in [(("steps", n, "deadline"), step.deadline), *beside]:
            if deadline is None or deadline.parameter is None:
                continue
            name, where = deadline.parameter.parameter, table.place(path)
            if name not in units:
                yield unknown(name, f"{pack.id} parameters", units, where)
            elif units[name] not in UNITS:
                yield Problem(
                    "pack", _("参数“{name}”的单位是 {unit}，不能作期限。"), _("用单位为 days 或 workdays 的参数。"), where=where, name=name,
                    unit=units[name],
                )  # fmt: skip


def _follows(table: Table, earlier: Iterable[Table]) -> Iterator[Problem]:
    """A table is a version of its own, and keeps the states of the one it follows: something may be standing in each of them that day."""
    cycle = table.cycle
    alike = [other for other in earlier if other.cycle.id == cycle.id and other.cycle.valid_from <= cycle.valid_from]
    for other in alike:
        if other.own == table.own and other.cycle.valid_from == cycle.valid_from and other.cycle.version == cycle.version:
            yield Problem(
                "pack", _("“{name}”第 {version} 版已在另一个文件里写过。"), _("改 version 和 valid_from，或删去一个文件。"),
                where=table.place(("version",)), name=cycle.id, version=cycle.version,
            )  # fmt: skip
    if alike and (lost := sorted(set(alike[-1].cycle.by_state) - set(cycle.by_state))):
        yield Problem(
            "pack", _("“{name}”的新表去掉了状态：{states}。"), _("留着这些状态和离开它们的一步：换表那天可能有事项正处在这里。"),
            where=table.place(("states",)), name=cycle.id, states="、".join(lost),
        )  # fmt: skip
