"""``sanzhang verify``, ``checkpoint`` and ``rebuild``: is the journal whole, and do the tables say what it says?"""

from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from sanzhang.cli.main import app, django
from sanzhang.cli.show import words


@app.command()
def verify(county: Annotated[str, typer.Option(help="旗县代码；不填则全部 county code; all by default")] = "") -> None:
    """核对记录链：改动、缺失、换序都会指出。Walk the chain: anything changed, missing or reordered is named."""
    django()
    from sanzhang.journal.models import Entry
    from sanzhang.journal.verify import verify as walk

    counties = [county] if county else list(Entry.objects.order_by("county").values_list("county", flat=True).distinct())
    broken = False
    for code in counties:
        result = walk(code)
        typer.echo(f"{code}: 已封存 {result.entries} 条，未封存 {result.unsealed} 条，检查点 {result.checkpoints} 个，问题 {len(result.problems)} 个")
        for problem in result.problems:
            typer.echo(f"  {words(problem)}", err=True)
        broken = broken or bool(result.problems)
    if broken:
        raise typer.Exit(1)


@app.command()
def checkpoint(county: Annotated[str, typer.Argument(help="旗县代码 county code")]) -> None:
    """为记录链现在的末尾签名；请把输出另处保存。Sign the end of the chain; keep what is printed somewhere else."""
    django()
    from sanzhang.journal.canonical import instant
    from sanzhang.journal.sealing import seal
    from sanzhang.journal.signing import make_checkpoint

    seal(county)
    made = make_checkpoint(county)
    if made is None:
        typer.echo(f"{county} 还没有记录。No entries yet.", err=True)
        raise typer.Exit(1)
    for name, value in (("county", made.county), ("seq", made.seq), ("hash", made.hash), ("made_at", instant(made.made_at)), ("public_key", made.public_key), ("signature", made.signature)):
        typer.echo(f"{name}={value}")


@app.command()
def rebuild(check: Annotated[bool, typer.Option("--check", help="只核对，不改动 compare only")] = False) -> None:
    """从记录重算所有表；--check 只比较。Compute every table anew from the journal."""
    django()
    from sanzhang.journal.models import Entry
    from sanzhang.journal.rebuild import rebuild as run

    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("重算 rebuilding", total=Entry.objects.count())
        result = run(check=check, progress=lambda done: progress.update(task, completed=done) if done % 500 == 0 else None)
        progress.update(task, completed=result.entries)
    if result.differing:
        typer.echo(f"{result.entries} 条记录；与记录不符的表：{'、'.join(result.differing)}" + ("" if check else "（已按记录改正）"), err=True)
        raise typer.Exit(1 if check else 0)
    typer.echo(f"{result.entries} 条记录，所有表与记录一致。")
