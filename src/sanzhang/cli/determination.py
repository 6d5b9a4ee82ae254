"""``sanzhang determine`` and ``sanzhang elements``: whether a hazard is a major one, by the edition of its day. The database is needed only where a county is named."""

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
from sanzhang.rules.determination.unfit import cautions
from sanzhang.rules.problems import Problem, Problems, gettext_noop as _
from sanzhang.site.environment import MissingSetting

WAITING = "gb35181-2025"
elements = typer.Typer(help="判定要素表：检查、装载、复核。Tables of elements: check, load, confirm.", no_args_is_help=True)
app.add_typer(elements, name="elements")

County = Annotated[str, typer.Option(help="旗县代码，6 位")]
Table = Annotated[Path | None, typer.Option("--elements", exists=True, dir_okay=False, help="2025 版要素表文件（YAML、Excel、CSV）")]


@app.command()
def determine(
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    lines: Annotated[bool, typer.Option("--lines", help="每行一个案例（JSON lines），逐行输出")] = False,
    beside: Annotated[bool, typer.Option("--compare", help="各版本并列")] = False,
    table: Table = None,
    county: Annotated[str, typer.Option(help="旗县代码：用这个旗县装载并复核过的要素表（要连数据库）")] = "",
    lang: show.Language = "",
) -> None:
    """从标准输入读案例（JSON，一个或一列），判定是否重大火灾隐患。Determine the cases on standard input."""
    show.speak(lang)
    try:
        every = county_editions(county) if county else editions()
        if table:
            every = every.replaced(read_table(read_rows(table.read_bytes(), table.name), WAITING, editions()))
        cases, many = _cases(lines)
    except MissingSetting as missing:
        show.errors().print(f"[red]{escape(str(missing))}[/red]")
        raise typer.Exit(1) from None
    except (Problem, Problems) as found:
        _refused(found, as_json or lines)
        raise typer.Exit(1) from None
    if as_json or lines:
        failed = _print_json((_answer(case, every, beside) for case in cases), many, lines)
    else:
        failed = _print_words(cases, every, beside)
    if failed:  # of several, each is answered all the same
        raise typer.Exit(1)


def county_editions(county: str) -> Editions:
    """The editions as the county has them. Raises ``Problem`` for a county that is not there."""
    django()
    from sanzhang.areas.queries import names_for
    from sanzhang.determination.queries import editions_for

    if not names_for([county]):
        raise Problem("county_unknown", _("没有登记旗县 {code}。"), _("写 6 位旗县代码；已登记的见“区划”。"), where="--county", code=county)
    return editions_for(county)


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
        rows = read_rows(file.read_bytes(), file.name)
        _tell_counts(rows, read_table(rows, edition, editions()))


def _tell_counts(rows: list[Row], found: Edition) -> None:
    """The counts, and what is worth looking at again."""
    direct, combined, exclusions = len(found.of_kind("direct")), len(found.of_kind("combined")), len(found.exclusions or ())
    zh = f"ok：{found.number}，直接判定要素 {direct} 项，综合判定要素 {combined} 项，不予判定情形 {exclusions} 项。"
    en = f"ok: {found.number}, {direct} direct elements, {combined} combined elements, {exclusions} exclusions."
    show.out().print(show.say(zh, en))
    for caution in cautions(rows, found):
        show.tell(caution)


@elements.command()
def load(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="YAML、Excel（.xlsx）或 CSV")],
    county: County,
    number: Annotated[str, typer.Option("--as", help="以哪位消防救援大队人员的身份装载（人员编号）")],
    edition: Annotated[str, typer.Option(help="哪一版")] = WAITING,
    lang: show.Language = "",
) -> None:
    """检查要素表，没有问题就装载到旗县，待另一个人复核。Check a table and load it for a county; a second person then confirms it."""
    show.speak(lang)
    with show.told():
        rows = read_rows(file.read_bytes(), file.name)
        found = read_table(rows, edition, editions())
        django()
        from sanzhang.determination.entries.load_elements import payload_of

        table = _record("elements.loaded", county, number, payload_of(rows, edition).model_dump(mode="json"))
        _tell_counts(rows, found)
        zh, en = "待复核，编号", "To be confirmed by a second person; its number is"
        show.out().print(f"{show.say(zh, en)} {table}")


@elements.command()
def confirm(
    table: Annotated[str, typer.Argument(help="要素表的编号，装载时给出")],
    county: County,
    number: Annotated[str, typer.Option("--as", help="以哪位消防救援大队人员的身份复核（人员编号）")],
    wrong: Annotated[str, typer.Option("--wrong", help="对照原文不对：写明错处，这张表就不用")] = "",
    lang: show.Language = "",
) -> None:
    """第二个人对照标准原文复核装载的要素表；确认后旗县就用它。A second person confirms a loaded table, which is used from then on."""
    show.speak(lang)
    with show.told():
        django()
        _record("elements.checked", county, number, {"table": table, "right": not wrong, "note": wrong})
        show.out().print(
            show.say("已复核。", "Recorded.") if wrong else show.say("已复核，现在使用。", "Confirmed; it is used from now on.")
        )


def _record(kind: str, county: str, number: str, payload: dict[str, Any]) -> str:
    """Append the entry in the name of the person with that number; its id. Raises ``Problem`` when he may not."""
    from django.utils import timezone

    from sanzhang.journal.append import append, draft
    from sanzhang.people.models import Person
    from sanzhang.people.queries import actors_of

    person = Person.objects.filter(county=county, number=number, superseded_at__isnull=True).first()
    able = [actor for actor in actors_of(person.key, timezone.localdate()) if "determine.major" in actor.powers] if person else []
    if not able:
        raise Problem("elements_power", _("编号 {number} 没有装载和复核要素表的权限。"), _("由消防救援大队人员办理。"), number=number)
    return str(append(draft(kind, county, payload), able[0]).id)
