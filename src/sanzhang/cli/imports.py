"""``sanzhang import``: check a spreadsheet and, with ``--commit``, bring it into a register."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table as Grid

from sanzhang.cli.main import app, django

if TYPE_CHECKING:
    from sanzhang.imports.report import Report
    from sanzhang.imports.table import Table
    from sanzhang.journal.actors import Actor

MOST_SHOWN = 200


@app.command("import")
def import_(
    table: Annotated[str, typer.Argument(help="areas people appointments slices departments teams committees premises households")],
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Excel (.xlsx) 或 CSV")],
    county: Annotated[str, typer.Option(help="旗县代码，6 位")],
    commit: Annotated[bool, typer.Option("--commit", help="没有问题就写入；不加则只检查")] = False,
    number: Annotated[str, typer.Option("--as", help="以哪位人员的身份写入（人员编号）；不填则记为系统")] = "",
) -> None:
    """检查一个表格文件的每一行；加 --commit 则整批写入，有一行不对就都不写。"""
    django()
    from sanzhang.imports.importing import Refused, check_file, commit_file
    from sanzhang.imports.tables import TABLES
    from sanzhang.imports.uploads import check_size
    from sanzhang.rules.problems import Problem

    if table not in TABLES:
        raise typer.BadParameter(f"没有“{table}”这个表。可用：{'、'.join(TABLES)}")
    chosen, content, batch = TABLES[table], file.read_bytes(), None
    try:
        check_size(len(content), file.name)
        actor = _actor(chosen, county, number)
        if commit:
            batch, report = commit_file(chosen, content, file.name, county, actor)
        else:
            report = check_file(chosen, content, file.name, county, actor)
    except Refused as refused:
        report = refused.report
    except Problem as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(1) from None
    _show(report)
    if batch:
        typer.echo(f"已写入，批次 {batch}")
    if report.faults:
        raise typer.Exit(1)


def _actor(table: "Table", county: str, number: str) -> "Actor":
    """The person with that number in the widest post that may import the table; the program itself without a number."""
    from django.utils import timezone

    from sanzhang.imports.importing import may_import
    from sanzhang.journal.actors import system_actor
    from sanzhang.people.models import Person
    from sanzhang.people.queries import actors_of
    from sanzhang.rules.problems import Problem

    if not number:
        return system_actor()
    person = Person.objects.filter(county=county, number=number, superseded_at__isnull=True).first()
    able = [actor for actor in actors_of(person.key, timezone.localdate()) if may_import(table, actor)] if person else []
    if not able:
        raise Problem("import_power", "编号 {number} 没有导入“{table}”的权限。", "换一位有权的人员。", number=number, table=table.title)
    return min(able, key=lambda actor: len(actor.area))


def _show(report: "Report") -> None:
    console = Console()
    counts = report.counts
    console.print(
        f"{report.name}：{report.rows} 行{f'，编码 {report.encoding}' if report.encoding else ''}；新增 {counts['new']}，更改 {counts['changed']}，不变 {counts['unchanged']}"
    )
    if not report.faults:
        return
    grid = Grid("行", "列", "问题", "怎么办", title=f"{len(report.faults)} 处问题")
    for fault in report.faults[:MOST_SHOWN]:
        problem = fault.problem
        grid.add_row(str(fault.row or ""), fault.column, problem.message.format(**problem.params), problem.hint.format(**problem.params))
    console.print(grid)
    if len(report.faults) > MOST_SHOWN:
        console.print(f"还有 {len(report.faults) - MOST_SHOWN} 处。")
