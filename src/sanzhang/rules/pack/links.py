"""Everything that a pack names must exist in it."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from sanzhang.rules.areas import Level
from sanzhang.rules.pack.lines import Path
from sanzhang.rules.pack.model import Duty, EvidenceKind, Measure, OpenParameter, Pack, ParameterRef, Post, Programme, Stage, Statement
from sanzhang.rules.periods import Cadence
from sanzhang.rules.problems import Problem, gettext_noop as _

Broken = tuple[Path, Problem]
Reference = tuple[Path, str, str]
STATES = frozenset({"met", "met_late", "open", "overdue", "missed", "exempt"})


def broken_links(pack: Pack) -> Iterator[Broken]:
    """Each name that points at nothing, each name given twice, each duty that could never be met."""
    yield from _twice(pack)
    names = {
        "clauses": {clause.number for clause in pack.clauses},
        "posts": {post.id for post in pack.posts},
        "sectors": {sector.id for sector in pack.sectors},
        "evidence": {kind.id for kind in pack.evidence},
        "cadences": {parameter.id for parameter in pack.parameters if parameter.unit == "cadence"},
        "numbers": {parameter.id for parameter in pack.parameters if parameter.unit != "cadence"},
        "states": set(STATES),
        "groups": {group.id for group in pack.groups},
        "duties": {duty.id for duty in pack.duties},
    }
    names["parties"] = set(pack.parties) | names["posts"]
    for path, table, name in _references(pack):
        if name not in names[table]:
            yield path, _unit(table, name) if name in names["cadences"] | names["numbers"] else _unknown(table, name, names[table])
    for index, parameter in enumerate(pack.parameters):
        yield from _misfits(("parameters", index), parameter)
    yield from _slices(pack)
    per_sector = {post.id for post in pack.posts if post.per_sector}
    for index, duty in enumerate(pack.duties):
        yield from _impossible(("duties", index), duty, per_sector)


def _slices(pack: Pack) -> Iterator[Broken]:
    """Villages are dealt out by one post at most, which is held in a village."""
    marked = [(index, post) for index, post in enumerate(pack.posts) if post.slice]
    for index, post in marked[1:]:
        yield (
            ("posts", index),
            Problem("pack", _("“{name}”也写了 slice: true；一个通知里只有一个包片的岗位。"), _("去掉其中一个。"), name=post.id),
        )
    for index, post in marked:
        if post.level is not Level.VILLAGE or post.per_sector:
            yield (
                ("posts", index),
                Problem("pack", _("包片的岗位“{name}”不在嘎查村一级。"), _("把它的 level 写成 village，不分行业。"), name=post.id),
            )
    if not marked:
        for index, post in enumerate(pack.posts):
            if post.takes_slices:
                yield (
                    ("posts", index),
                    Problem(
                        "pack",
                        _("“{name}”写了 takes_slices，但没有一个岗位写 slice: true。"),
                        _("给包片的岗位写上 slice: true。"),
                        name=post.id,
                    ),
                )


def _unit(table: str, name: str) -> Problem:
    if table == "cadences":
        return Problem("pack", _("参数“{name}”不是周期。"), _("把它的 unit 写成 cadence，值写 month、quarter 等。"), name=name)
    return Problem("pack", _("参数“{name}”是周期，不是数字。"), _("引用一个 unit 为 count、days 等的参数。"), name=name)


def _unknown(table: str, name: str, known: set[str]) -> Problem:
    table = "parameters" if table in ("cadences", "numbers") else table
    near = get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    if near:
        return Problem("pack", _("“{name}”在 {table} 里没有。"), _("是不是要写“{near}”？"), name=name, table=table, near=near[0])
    return Problem("pack", _("“{name}”在 {table} 里没有。"), _("在 {table} 里加上它，或改用已有的名称。"), name=name, table=table)


def _twice(pack: Pack) -> Iterator[Broken]:
    for table, ids in (
        ("clauses", [clause.number for clause in pack.clauses]),
        ("posts", [post.id for post in pack.posts]),
        ("sectors", [sector.id for sector in pack.sectors]),
        ("groups", [group.id for group in pack.groups]),
        ("evidence", [kind.id for kind in pack.evidence]),
        ("parameters", [parameter.id for parameter in pack.parameters]),
        ("duties", [duty.id for duty in pack.duties]),
        ("measures", [measure.id for measure in pack.measures]),
        ("programmes", [programme.id for programme in pack.programmes]),
        ("stages", [stage.id for stage in pack.stages]),
    ):
        seen: set[str] = set()
        for index, name in enumerate(ids):
            if name in seen:
                yield (
                    (table, index),
                    Problem("pack", _("“{name}”在 {table} 里写了两次。"), _("改掉其中一个的名称，或删去一个。"), name=name, table=table),
                )
            seen.add(name)


def _references(pack: Pack) -> Iterator[Reference]:
    """Every place where a statement names another one: where it stands, the table it points into, the name."""
    for table in ("posts", "evidence", "parameters", "duties", "measures", "programmes", "stages"):
        for index, statement in enumerate(getattr(pack, table)):
            yield from _of_statement((table, index), statement)


def _of_statement(path: Path, statement: Statement) -> Iterator[Reference]:
    match statement:
        case Post():
            yield from _of_post(path, statement)
        case EvidenceKind():
            yield (*path, "group"), "groups", statement.group
            yield from _each((*path, "refers_to"), "evidence", statement.refers_to)
        case OpenParameter():
            yield (*path, "clause"), "clauses", statement.clause
        case Duty():
            yield from _of_duty(path, statement)
        case Measure():
            yield from _of_measure(path, statement)
        case Programme():
            yield (*path, "clause"), "clauses", statement.clause
            yield from _each((*path, "evidence"), "evidence", statement.evidence)
        case Stage():
            yield (*path, "clause"), "clauses", statement.clause
            yield from _each((*path, "duties"), "duties", statement.duties)


def _of_post(path: Path, post: Post) -> Iterator[Reference]:
    if post.clause:
        yield (*path, "clause"), "clauses", post.clause
    if post.deputy_of:
        yield (*path, "deputy_of"), "posts", post.deputy_of


def _of_duty(path: Path, duty: Duty) -> Iterator[Reference]:
    yield (*path, "clause"), "clauses", duty.clause
    yield (*path, "owed_by"), "posts", duty.owed_by
    yield from _each((*path, "evidence"), "evidence", duty.evidence)
    yield from _each((*path, "done_by"), "posts", duty.done_by)
    yield from _each((*path, "parties"), "parties", duty.parties)
    yield from _each((*path, "parties_any"), "parties", duty.parties_any)
    yield from _each((*path, "sectors"), "sectors", duty.sectors)
    if duty.trigger:
        yield from _each((*path, "trigger", "evidence"), "evidence", duty.trigger.evidence)
        yield from _each((*path, "trigger", "lifted_by"), "evidence", duty.trigger.lifted_by)
    yield from _parameter((*path, "every"), "cadences", duty.every)
    for field in ("at_least", "due_day", "grace_days", "within_days"):
        yield from _parameter((*path, field), "numbers", getattr(duty, field))


def _of_measure(path: Path, measure: Measure) -> Iterator[Reference]:
    yield (*path, "clause"), "clauses", measure.clause
    yield from _each((*path, "decided_by"), "posts", measure.decided_by)
    for index, on_standing in enumerate(measure.on_standing):
        inside = (*path, "on_standing", index)
        yield from _each((*inside, "states"), "states", on_standing.states)
        yield from _parameter((*inside, "at_least"), "numbers", on_standing.at_least)
    for index, on_record in enumerate(measure.on_record):
        yield from _each((*path, "on_record", index, "evidence"), "evidence", on_record.evidence)
    for index, on_growth in enumerate(measure.on_growth):
        inside = (*path, "on_growth", index)
        yield from _each((*inside, "evidence"), "evidence", on_growth.evidence)
        yield from _parameter((*inside, "at_least"), "numbers", on_growth.at_least)
        yield from _parameter((*inside, "percent"), "numbers", on_growth.percent)


def _each(path: Path, table: str, names: Iterable[str]) -> Iterator[Reference]:
    for index, name in enumerate(names):
        yield (*path, index), table, name


def _parameter(path: Path, table: str, value: object) -> Iterator[Reference]:
    if isinstance(value, ParameterRef):
        yield path, table, value.parameter


def value_fits(parameter: OpenParameter, value: int | Cadence) -> bool:
    """Whether ``value`` is of the parameter's unit and within its bounds. ``once`` is no cadence that a committee can set."""
    if parameter.unit == "cadence":
        return isinstance(value, Cadence) and value is not Cadence.ONCE
    return not isinstance(value, Cadence) and parameter.minimum <= value <= parameter.maximum


def _misfits(path: Path, parameter: OpenParameter) -> Iterator[Broken]:
    cadences = [cadence.value for cadence in Cadence if cadence is not Cadence.ONCE]
    wanted = "、".join(cadences) if parameter.unit == "cadence" else f"{parameter.minimum}–{parameter.maximum}"
    for index, dated in enumerate(parameter.values):
        if not value_fits(parameter, dated.value):
            yield (
                (*path, "values", index, "value"),
                Problem(
                    "pack",
                    _("参数“{name}”的值 {value} 不合 unit: {unit} 及上下限。"),
                    _("可以写 {wanted}。"),
                    name=parameter.id,
                    value=str(dated.value),
                    unit=parameter.unit,
                    wanted=wanted,
                ),
            )


def _impossible(path: Path, duty: Duty, per_sector: set[str]) -> Iterator[Broken]:
    if bool(duty.every) == bool(duty.trigger):
        yield (
            path,
            Problem(
                "pack",
                _("事项“{name}”要写 every 或 trigger 之一，且只写一个。"),
                _("按期的写 every: month 等；由一件事引起的写 trigger 和 within_days。"),
                name=duty.id,
            ),
        )
    if (duty.trigger or duty.every is Cadence.ONCE) and duty.within_days is None:
        yield path, Problem("pack", _("事项“{name}”没有期限。"), _("加上 within_days: 天数，或引用一个待定参数。"), name=duty.id)
    if bool(duty.sectors) != (duty.owed_by in per_sector):
        yield (
            (*path, "owed_by"),
            Problem(
                "pack",
                _("事项“{name}”没有人能承担：岗位“{post}”与 sectors 不相配。"),
                _("分行业的岗位（per_sector: true）要写 sectors；不分行业的岗位不要写。"),
                name=duty.id,
                post=duty.owed_by,
            ),
        )
