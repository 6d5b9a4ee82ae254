"""``sanzhang determine`` and ``sanzhang elements``: whether a hazard is a major one, by the edition of its day. Only ``elements load`` needs the database."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from sanzhang.cli import show
from sanzhang.cli.main import app, django
from sanzhang.imports.elements import read_rows
from sanzhang.packs import editions
from sanzhang.rules.determination.decide import Determination, compare, decide
from sanzhang.rules.determination.editions import Edition, Editions
from sanzhang.rules.determination.explain import explanation
from sanzhang.rules.determination.output import as_data, problem_as_data
from sanzhang.rules.determination.rows import Row
from sanzhang.rules.determination.table import read_table
from sanzhang.rules.problems import Problem, Problems, gettext_noop as _

WAITING = "gb35181-2025"
elements = typer.Typer(help="判定要素表：检查。Tables of elements: check.", no_args_is_help=True)
app.add_typer(elements, name="elements")

Table = Annotated[Path | None, typer.Option("--elements", exists=True, dir_okay=False, help="2025 版要素表文件（YAML、Excel、CSV）")]


@app.command()
def determine(
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    lines: Annotated[bool, typer.Option("--lines", help="每行一个案例（JSON lines），逐行输出")] = False,
    beside: Annotated[bool, typer.Option("--compare", help="各版本并列")] = False,
    table: Table = None,
    lang: show.Language = "",
) -> None:
    """从标准输入读案例（JSON，一个或一列），判定是否重大火灾隐患。Determine the cases on standard input."""
    show.speak(lang)
    try:
        every = editions().replaced(read_table(read_rows(table.read_bytes(), table.name), WAITING, editions())) if table else editions()
        cases, many = _cases(lines)
    except (Problem, Problems) as found:
        _refused(found, as_json or lines)
        raise typer.Exit(1) from None
    if as_json or lines:
        failed = _print_json((_answer(case, every, beside) for case in cases), many, lines)
    else:
        failed = _print_words(cases, every, beside)
    if failed:  # of several, each is answered all the same
        raise typer.Exit(1)


def _cases(lines: bool) -> tuple[Iterable[Any], bool]:
    """What is handed in, and whether it is several. Raises ``Problem`` for what is no JSON."""
    if lines:
        return (_parsed(line, f"{number}") for number, line in enumerate(sys.stdin.buffer, start=1) if line.strip()), True
    given = _parsed(sys.stdin.buffer.read(), "stdin")
    if isinstance(given, Problem):
        raise given
    return (given, True) if isinstance(given, list) else ([given], False)


def _parsed(text: bytes, where: str) -> Any:
    """The value; a ``Problem`` in its place where the text is no JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        line = f"{where}:{error.lineno}:{error.colno}" if isinstance(error, json.JSONDecodeError) else where
        return Problem("json", _("输入不是正确的 JSON。"), _("检查引号、逗号和括号。"), where=line)


def _found(case: Any, every: Editions, beside: bool) -> tuple[Determination, ...] | Problem | Problems:
    """The verdict, or those of every edition beside each other; or what is wrong with the case."""
    if isinstance(case, Problem):
        return case
    try:
        return compare(case, every) if beside else (decide(case, every),)
    except Problems as problems:
        return problems


def _answer(case: Any, every: Editions, beside: bool) -> dict[str, Any]:
    found = _found(case, every, beside)
    if isinstance(found, Problem | Problems):
        return _errors(found)
    return {"editions": [_data(one) for one in found]} if beside else _data(found[0])


def _data(found: Determination) -> dict[str, Any]:
    return as_data(found, show.translated, show.title)


def _errors(found: Problem | Problems) -> dict[str, Any]:
    problems = found.problems if isinstance(found, Problems) else [found]
    return {"errors": [problem_as_data(problem, show.translated) for problem in problems]}


def _print_json(answers: Iterator[dict[str, Any]], many: bool, lines: bool) -> bool:
    """Print them; whether one of them is an error."""
    if not lines:
        every = list(answers)
        typer.echo(json.dumps(every if many else every[0], ensure_ascii=False, indent=2))
        return any("errors" in answer for answer in every)
    failed = False
    for answer in answers:
        failed = failed or "errors" in answer
        typer.echo(json.dumps(answer, ensure_ascii=False))
    return failed


def _print_words(cases: Iterable[Any], every: Editions, beside: bool) -> bool:
    """The same in sentences."""
    failed = False
    for number, case in enumerate(cases):
        if number:
            typer.echo()
        found = _found(case, every, beside)
        if isinstance(found, Problem | Problems):
            _refused(found, False)
            failed = True
            continue
        for sentence in (sentence for one in found for sentence in explanation(one)):
            show.out().print(escape(sentence.said(show.translated, show.title)), soft_wrap=True)
    return failed


def _refused(found: Problem | Problems, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(_errors(found), ensure_ascii=False, indent=2))
        return
    for problem in found.problems if isinstance(found, Problems) else [found]:
        show.tell(problem)


@elements.callback()
def about() -> None:
    """判定要素表。Tables of elements."""


@elements.command()
def check(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="YAML、Excel（.xlsx）或 CSV")],
    edition: Annotated[str, typer.Option(help="哪一版")] = WAITING,
    lang: show.Language = "",
) -> None:
    """检查从标准原文录入的要素表：列出每一处错误，或条数。Every error, or the counts."""
    show.speak(lang)
    with show.told():
        _tell_counts(read_table(read_rows(file.read_bytes(), file.name), edition, editions()))


def _tell_counts(found: Edition) -> None:
    direct, combined, exclusions = len(found.of_kind("direct")), len(found.of_kind("combined")), len(found.exclusions or ())
    zh = f"ok：{found.number}，直接判定要素 {direct} 项，综合判定要素 {combined} 项，不予判定情形 {exclusions} 项。"
    en = f"ok: {found.number}, {direct} direct elements, {combined} combined elements, {exclusions} exclusions."
    show.out().print(show.say(zh, en))


@elements.command()
def load(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="YAML、Excel（.xlsx）或 CSV")],
    county: Annotated[str, typer.Option(help="旗县代码，6 位")],
    number: Annotated[str, typer.Option("--as", help="以哪位消防救援大队人员的身份装载（人员编号）")],
    edition: Annotated[str, typer.Option(help="哪一版")] = WAITING,
    lang: show.Language = "",
) -> None:
    """检查要素表，没有问题就装载到旗县。Check a table and, when nothing is wrong, load it for a county."""
    show.speak(lang)
    with show.told():
        rows = read_rows(file.read_bytes(), file.name)
        found = read_table(rows, edition, editions())
        django()
        _load(rows, edition, county, number)
        _tell_counts(found)


def _load(rows: list[Row], edition: str, county: str, number: str) -> None:
    from django.utils import timezone

    from sanzhang.determination.entries.load_elements import KIND
    from sanzhang.journal.append import append, draft
    from sanzhang.people.models import Person
    from sanzhang.people.queries import actors_of

    person = Person.objects.filter(county=county, number=number, superseded_at__isnull=True).first()
    able = [actor for actor in actors_of(person.key, timezone.localdate()) if KIND.power in actor.powers] if person else []
    if not able:
        raise Problem("elements_power", _("编号 {number} 没有装载要素表的权限。"), _("由消防救援大队人员装载。"), number=number)
    lines = [{"line": row.number, "cells": {key: _cell(row, key) for key in row.cells}} for row in rows]
    append(draft(KIND.name, county, {"edition": edition, "rows": lines}), able[0])


def _cell(row: Row, key: str) -> str:
    return "、".join(row.words(key)) if isinstance(row.cells[key], list) else row.text(key)
