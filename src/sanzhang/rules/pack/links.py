"""Everything that a pack names must exist in it."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from sanzhang.rules.pack.lines import Path
from sanzhang.rules.pack.model import Duty, Pack, ParameterRef
from sanzhang.rules.periods import Cadence
from sanzhang.rules.problems import Problem, gettext_noop as _

Broken = tuple[Path, Problem]


def broken_links(pack: Pack) -> Iterator[Broken]:
    """Each name that points at nothing, each name given twice, each duty that could never be met."""
    yield from _twice(pack)
    names = {
        "clauses": {clause.number for clause in pack.clauses},
        "posts": {post.id for post in pack.posts},
        "sectors": {sector.id for sector in pack.sectors},
        "evidence": {kind.id for kind in pack.evidence},
        "parameters": {parameter.id for parameter in pack.parameters},
        "groups": {group.id for group in pack.groups},
        "duties": {duty.id for duty in pack.duties},
    }
    names["parties"] = set(pack.parties) | names["posts"]
    for path, table, name in _references(pack):
        if name not in names[table]:
            yield path, _unknown(table, name, names[table])
    for index, duty in enumerate(pack.duties):
        yield from _impossible(("duties", index), duty, pack)


def _unknown(table: str, name: str, known: set[str]) -> Problem:
    near = get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    if near:
        return Problem("pack", _("“{name}”在 {table} 里没有。"), _("是不是要写“{near}”？"), name=name, table=table, near=near[0])
    return Problem("pack", _("“{name}”在 {table} 里没有。"), _("在 {table} 里加上它，或改用已有的名称。"), name=name, table=table)


def _twice(pack: Pack) -> Iterator[Broken]:
    for table, ids in (
        ("clauses", [clause.number for clause in pack.clauses]),
        ("posts", [post.id for post in pack.posts]),
        ("sectors", [sector.id for sector in pack.sectors]),
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


def _references(pack: Pack) -> Iterator[tuple[Path, str, str]]:
    for index, post in enumerate(pack.posts):
        if post.clause:
            yield ("posts", index, "clause"), "clauses", post.clause
        if post.deputy_of:
            yield ("posts", index, "deputy_of"), "posts", post.deputy_of
    for index, kind in enumerate(pack.evidence):
        yield ("evidence", index, "group"), "groups", kind.group
        yield from _each(("evidence", index, "refers_to"), "evidence", kind.refers_to)
    for index, parameter in enumerate(pack.parameters):
        yield ("parameters", index, "clause"), "clauses", parameter.clause
    for index, duty in enumerate(pack.duties):
        yield from _of_duty(("duties", index), duty)
    for index, measure in enumerate(pack.measures):
        path: Path = ("measures", index)
        yield (*path, "clause"), "clauses", measure.clause
        yield from _each((*path, "decided_by"), "posts", measure.decided_by)
        for on_record in measure.on_record:
            yield from _each(path, "evidence", on_record.evidence)
        for on_standing in measure.on_standing:
            yield from _parameter(path, on_standing.at_least)
        for on_growth in measure.on_growth:
            yield from _each(path, "evidence", on_growth.evidence)
            yield from _parameter(path, on_growth.at_least)
            yield from _parameter(path, on_growth.percent)
    for index, programme in enumerate(pack.programmes):
        yield ("programmes", index, "clause"), "clauses", programme.clause
        yield from _each(("programmes", index, "evidence"), "evidence", programme.evidence)
    for index, stage in enumerate(pack.stages):
        yield ("stages", index, "clause"), "clauses", stage.clause
        yield from _each(("stages", index, "duties"), "duties", stage.duties)


def _of_duty(path: Path, duty: Duty) -> Iterator[tuple[Path, str, str]]:
    yield (*path, "clause"), "clauses", duty.clause
    yield (*path, "owed_by"), "posts", duty.owed_by
    yield from _each((*path, "evidence"), "evidence", duty.evidence)
    yield from _each((*path, "done_by"), "posts", duty.done_by)
    yield from _each((*path, "parties"), "parties", duty.parties)
    yield from _each((*path, "parties_any"), "parties", duty.parties_any)
    yield from _each((*path, "sectors"), "sectors", duty.sectors)
    if duty.trigger:
        yield from _each((*path, "trigger"), "evidence", duty.trigger.evidence)
    for field in ("at_least", "every", "due_day", "grace_days", "within_days"):
        yield from _parameter((*path, field), getattr(duty, field))


def _each(path: Path, table: str, names: Iterable[str]) -> Iterator[tuple[Path, str, str]]:
    for index, name in enumerate(names):
        yield (*path, index), table, name


def _parameter(path: Path, value: object) -> Iterator[tuple[Path, str, str]]:
    if isinstance(value, ParameterRef):
        yield path, "parameters", value.parameter


def _impossible(path: Path, duty: Duty, pack: Pack) -> Iterator[Broken]:
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
    if isinstance(duty.every, ParameterRef):
        wanted = duty.every.parameter
        for parameter in pack.parameters:
            if parameter.id == wanted and parameter.unit != "cadence":
                yield (
                    (*path, "every"),
                    Problem("pack", _("参数“{name}”不是周期。"), _("把它的 unit 写成 cadence，值写 month、quarter 等。"), name=wanted),
                )
