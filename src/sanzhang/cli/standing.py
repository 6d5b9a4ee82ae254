"""``sanzhang standing``: who owes what and whether it was done, from the database or from plain files."""

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from sanzhang.cli import show
from sanzhang.cli.main import app, django
from sanzhang.cli.packs import pack_named
from sanzhang.packs import pack_for
from sanzhang.rules.areas import covers
from sanzhang.rules.days import CHINA
from sanzhang.rules.facts import Facts
from sanzhang.rules.holders import Gap, gaps
from sanzhang.rules.pack import Pack
from sanzhang.rules.problems import Problem, gettext_noop as _
from sanzhang.rules.standing import Standing, evaluate
from sanzhang.standing.cells import day as read_day, moment as read_moment
from sanzhang.standing.files import read_facts
from sanzhang.standing.present import FIELDS, REASON_TITLES, STATES, count_states, gap_of, row_of

STYLES = {"overdue": "red", "missed": "red", "open": "cyan", "met": "green", "met_late": "yellow", "exempt": "dim"}


class Format(StrEnum):
    """How the standing is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class _Result:
    """What is shown. ``people``: names by key, where they are known."""

    pack: Pack
    standings: Sequence[Standing]
    gaps: Sequence[Gap]
    area_names: Mapping[str, str]
    people: Mapping[str, str]


@app.command()
def standing(
    area: Annotated[str, typer.Option(help="区划代码：旗县 6 位，苏木镇 9 位，嘎查村 12 位，网格 15 位")],
    as_of: Annotated[str, typer.Option(help="截至哪一天，如 2026-06-30；默认今天")] = "",
    known_at: Annotated[str, typer.Option(help="按当时所知：日期（当天结束时）或时间")] = "",
    since: Annotated[str, typer.Option(help="从哪一天起；默认当年 1 月 1 日")] = "",
    format_: Annotated[Format, typer.Option("--format", help="输出形式")] = Format.TABLE,
    facts: Annotated[Path | None, typer.Option(file_okay=False, help="不用数据库，读这个文件夹（见 docs/facts-format.md）")] = None,
    pack: Annotated[str, typer.Option(help="策略包的名称或文件夹；默认按旗县")] = "",
    lang: show.Language = "",
) -> None:
    """履职情况：谁该做什么、做了没有。Who owes what, and whether it was done."""
    show.speak(lang)
    with show.told():
        on = read_option("--as-of", as_of, read_day) or datetime.now(CHINA).date()
        known, start = read_option("--known-at", known_at, _known), read_option("--since", since, read_day)
        read = from_files(facts, area, pack) if facts else from_database(area, on, known, pack)
        _print(format_, _evaluate(*read, area, on, known, start))


def from_files(folder: Path, area: str, pack: str) -> tuple[Pack, Facts, dict[str, str]]:
    """Pack and facts, without a database, Django or any secret."""
    import os

    chosen = pack_named(pack) if pack else pack_for(area[:6], os.environ.get("SANZHANG_PACK", "otog-2022"))
    return chosen, read_facts(folder, chosen, lambda problem: show.tell(problem, "yellow")), {}


def from_database(area: str, as_of: date, known_at: datetime | None, pack: str) -> tuple[Pack, Facts, dict[str, str]]:
    """Pack and facts of the area's county, and the names of its people."""
    django()
    from django.conf import settings

    from sanzhang.people.queries import names
    from sanzhang.standing.load import load_facts

    county = area[:6]
    chosen = pack_named(pack) if pack else pack_for(county, settings.DEFAULT_PACK)
    return chosen, load_facts(county, as_of, known_at), names(county)


def read_option(name: str, text: str, parse: Any) -> Any:
    """The value of an option; None when it was not given."""
    try:
        return parse(text) if text else None
    except Problem as problem:
        problem.where = name
        raise


def _known(text: str) -> datetime:
    """A moment; a day means its end."""
    try:
        return datetime.combine(read_day(text), time.max, CHINA)
    except Problem:
        return read_moment(text)


def _evaluate(
    pack: Pack, facts: Facts, people: dict[str, str], area: str, as_of: date, known_at: datetime | None, since: date | None
) -> _Result:
    known = facts.known_at(known_at)
    _check_area(known, area)
    standings = [standing for standing in evaluate(pack, facts, as_of, known_at, since) if covers(area, standing.obligation.area)]
    nobody = [gap for gap in gaps(pack, known, as_of) if covers(area, gap.area)]
    return _Result(pack, standings, nobody, {known_area.code: known_area.name for known_area in known.areas}, people)


def _check_area(facts: Facts, area: str) -> None:
    if area in facts.area_by_code:
        return
    known = [code for code in sorted(facts.area_by_code) if code.startswith(area[:6])] or sorted(facts.area_by_code)
    if not known:
        raise Problem("area_unknown", _("区划 {area} 没有登记。"), _("这个旗县还没有任何区划；先导入区划表。"), area=area)
    around = [code for code in known if len(code) <= len(area) and code[:-3] == area[: len(code) - 3]][:8] or known[:8]
    raise Problem("area_unknown", _("区划 {area} 没有登记。"), _("检查代码。有的区划：{known}"), area=area, known="、".join(around))


def _print(format_: Format, result: _Result) -> None:
    rows = [row_of(standing, result.area_names) for standing in result.standings]
    match format_:
        case Format.JSON:
            typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        case Format.CSV:
            writer = csv.DictWriter(sys.stdout, FIELDS, lineterminator="\n")
            writer.writeheader()
            writer.writerows({**row, "records": " ".join(row["records"])} for row in rows)
        case Format.TABLE:
            _print_table(rows, result)


def _print_table(rows: list[dict[str, Any]], result: _Result) -> None:
    say, console = show.say, show.out()
    duties = {duty.id: show.title(duty.title) for duty in result.pack.duties}
    posts = {post.id: show.title(post.title) for post in result.pack.posts}
    sectors = {sector.id: show.title(sector.title) for sector in result.pack.sectors}
    titles = {str(state): show.title(text) for state, text in STATES.items()}
    reasons = {name: show.title(text) for name, text in REASON_TITLES.items()}
    columns = (
        say("区划", "area"),
        say("事项", "duty"),
        say("条款", "clause"),
        say("周期", "period"),
        say("期限", "due"),
        say("情况", "state"),
    )
    table = Table(*columns, say("已计/应有", "counted"), say("责任人", "owner"))
    for row in rows:
        owner = f"{result.people.get(row['owner'], row['owner'])} {posts[row['owner_post']]}" if row["owner"] else say("无人负责", "nobody")
        reason = f"：{reasons.get(row['reason'], row['reason'])}" if row["reason"] else ""
        place = row["area_name"] + (f" · {sectors[row['sector']]}" if row["sector"] else "")
        state = f"[{STYLES[row['state']]}]{titles[row['state']]}[/]{reason}"
        counted = f"{row['counted']}/{row['at_least']}"
        table.add_row(place, duties[row["duty"]], row["clause"], row["period"], row["due"], state, counted, owner)
    console.print(table)
    counts = "，".join(f"{show.title(STATES[state])} {count}" for state, count in count_states(result.standings).items() if count)
    console.print(say(f"共 {len(rows)} 项：{counts or '无'}", f"{len(rows)} obligations: {counts or 'none'}"))
    if result.gaps:
        console.print(say(f"无人负责 {len(result.gaps)} 处：", f"{len(result.gaps)} required posts without a holder:"))
    for gap in result.gaps:
        said = gap_of(gap, result.area_names)
        sector = f" · {sectors[said['sector']]}" if said["sector"] else ""
        console.print(f"  {said['area']} {said['area_name']}：{posts[said['post']]}{sector}")
