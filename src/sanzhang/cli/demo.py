"""``sanzhang demo``: an invented county to look at, in the database or as plain files."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Column, Table

from sanzhang.cli.main import app, django
from sanzhang.demo.divisions import read_divisions, shipped_divisions
from sanzhang.demo.simulate import simulate
from sanzhang.packs import shipped
from sanzhang.rules.days import CHINA
from sanzhang.rules.problems import Problem

if TYPE_CHECKING:
    from sanzhang.demo.accounts import DemoAccount
    from sanzhang.demo.steps import Simulated

_ENGLISH = {
    "divisions": "The division list does not hold this county; give one with --divisions (columns code,name,level,parent_code).",
    "demo_not_empty": "This county already holds data; demo data are only loaded into an empty one. Set another SANZHANG_HOME.",
    "demo_other": "Another demonstration is loaded already. Use the same arguments, or set another SANZHANG_HOME.",
    "demo_pack": "The database reads another pack for this county. Leave out --pack, or write files with --out.",
    "demo_future": "--until must not lie in the future.",
    "password": "The password is too weak.",
}


@app.command()
def demo(
    county: Annotated[str, typer.Option(help="旗县代码，6 位 county code")] = "150624",
    months: Annotated[int, typer.Option(min=1, max=120, help="模拟几个月 months")] = 12,
    seed: Annotated[int, typer.Option(help="随机种子，相同参数得相同数据 seed")] = 1,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="截至哪一天（默认今天） up to this day")] = None,
    divisions: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="区划表 CSV division list")] = None,
    pack: Annotated[str, typer.Option(help="策略包 pack")] = "",
    password: Annotated[str, typer.Option(help="演示账号的口令（默认随机） password of every demo account")] = "",
    once: Annotated[bool, typer.Option("--once", help="已有数据就不再载入 do nothing when the county holds data")] = False,
    out: Annotated[Path | None, typer.Option(file_okay=False, help="写成文件，不入库 write files instead")] = None,
) -> None:
    """载入虚构的演示数据并开演示账号；加 --out 则只写文件。Load an invented county, or write it as files."""
    django()
    from django.conf import settings

    from sanzhang.packs import pack_for

    console = Console()
    if once and _has_entries(county):
        console.print(
            f"{county} 已有数据，不再载入；演示账号见 {_accounts_file()}。Data are there already; the accounts stand in that file."
        )
        return
    try:
        listed = read_divisions(divisions, county) if divisions else shipped_divisions(county)
        chosen = shipped(pack) if pack else pack_for(county, settings.DEFAULT_PACK)
        simulated = simulate(chosen, listed, months=months, seed=seed, until=_day(until))
        if out:
            _write(simulated, out, console)
        else:
            _load(simulated, password, console)
    except Problem as problem:
        typer.echo(f"{problem}\n{_ENGLISH.get(problem.code, '')}".strip(), err=True)
        raise typer.Exit(1) from None


def _day(until: datetime | None) -> date:
    today = datetime.now(CHINA).date()
    day = until.date() if until else today
    if day > today:
        raise Problem("demo_future", "截止日期 {day} 晚于今天。", "改成今天或更早。", day=day)
    return day


def _write(simulated: "Simulated", out: Path, console: Console) -> None:
    from sanzhang.standing.files import write_facts

    facts = simulated.as_facts()
    write_facts(facts, out)
    console.print(f"{out}: {len(facts.areas)} 区划 areas, {len(facts.appointments)} 任职 appointments, {len(facts.records)} 记录 records")


def _load(simulated: "Simulated", password: str, console: Console) -> None:
    from sanzhang.accounts.opening import fresh_password
    from sanzhang.demo.accounts import open_accounts
    from sanzhang.demo.load import check_loadable, load

    check_loadable(simulated)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("载入演示数据 loading", total=len(simulated.steps))
        loaded = load(simulated, lambda done: progress.update(task, completed=done))
    secret = password or fresh_password()
    accounts = open_accounts(simulated, secret)
    console.print(f"{simulated.county}: {loaded.written} 条写入 written, {loaded.repeated} 条已有 already there")
    console.print(_table(accounts))
    console.print(f"口令 password of each: [bold]{secret}[/bold]", highlight=False)
    _keep(accounts, secret)
    console.print(f"账号和口令也写在 {_accounts_file()}（仅供演示）。They are also kept in that file, for the demonstration only.")


def _has_entries(county: str) -> bool:
    from sanzhang.journal.models import Entry

    return Entry.objects.filter(county=county).exists()


def _accounts_file() -> Path:
    from django.conf import settings

    return Path(settings.HOME) / "demo-accounts.txt"


def _keep(accounts: "list[DemoAccount]", secret: str) -> None:
    """Write accounts and password where only the owner of the machine's files reads them: a second start can't show them again."""
    file = _accounts_file()
    file.touch(mode=0o600)
    lines = [f"{account.username}\t{account.post}\t{account.name}\t{account.area}\t{account.sector}" for account in accounts]
    file.write_text("\n".join([f"password\t{secret}", *lines, ""]), "utf-8")


def _table(accounts: "list[DemoAccount]") -> Table:
    table = Table(Column("账号 account", no_wrap=True))
    for title in ("岗位 post", "姓名 name", "区划 area", "行业 sector"):
        table.add_column(title, overflow="fold")
    for account in accounts:
        table.add_row(account.username, account.post, account.name, account.area, account.sector)
    return table
