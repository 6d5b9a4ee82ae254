"""``sanzhang suggest``: which elements of the standard and which checklist items a sentence may be about."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

import typer
from rich.markup import escape

from sanzhang.cli import show
from sanzhang.cli.determination import county_editions
from sanzhang.cli.main import app
from sanzhang.cli.standing import read_option
from sanzhang.packs import premises_kinds
from sanzhang.packs.suggesting import Suggesting, suggesting
from sanzhang.rules.checklists import AREA, HOUSEHOLD
from sanzhang.rules.days import CHINA
from sanzhang.rules.pack.reading import unknown
from sanzhang.rules.problems import Problem, gettext_noop as _
from sanzhang.rules.suggest import Suggestion, suggest as closest
from sanzhang.standing.cells import day as read_day


@app.command()
def suggest(
    text: Annotated[str, typer.Argument(help="看到的情况，一句话")],
    on: Annotated[str, typer.Option("--date", help="按哪一天的标准和检查表；默认今天")] = "",
    kind: Annotated[str, typer.Option(help="场所类型，如 mall；住户写 household，区域写 area")] = "",
    county: Annotated[str, typer.Option(help="旗县代码：也找这个旗县装载并复核过的要素（要连数据库）")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    lang: show.Language = "",
) -> None:
    """一句话可能说的是哪些判定要素、哪些检查项；只供查找，不是判定。What a sentence may be about; it determines nothing."""
    show.speak(lang)
    with show.told():
        day = read_option("--date", on, read_day) or datetime.now(CHINA).date()
        _check(text, kind)
        known = suggesting(day, county_editions(county)) if county else suggesting(day)
        if not any(shelf.entries for shelf in known.index.shelves.values()):
            raise Problem("suggest_nothing_valid", _("{day} 没有可用的要素和检查表。"), _("换一个较晚的日期。"), where="--date", day=day)
        found = closest(text, known.index, kind)
        if as_json:
            typer.echo(json.dumps(_data(day, kind, known, found), ensure_ascii=False, indent=1))
        else:
            _print(known, found)


def _check(text: str, kind: str) -> None:
    if not text.strip():
        raise Problem("suggest_empty", _("没有写看到的情况。"), _("写一句话，如“应急照明不亮”。"))
    kinds = {HOUSEHOLD, AREA, *(one.id for one in premises_kinds().kinds)}
    if kind and kind not in kinds:
        raise unknown(kind, "kinds", kinds, "--kind")


def _data(day: date, kind: str, known: Suggesting, found: Sequence[Suggestion]) -> dict[str, object]:
    """``elements_of`` is another edition than ``edition`` where that one's elements are not loaded; null where there are none."""
    rows = [(one.kind_of, {"id": one.id, "title": one.title.zh, "title_en": one.title.en, "score": one.score}) for one in found]
    return {
        "day": day.isoformat(),
        "kind": kind or None,
        "edition": known.edition.id,
        "elements_of": known.shown.id if known.shown else None,
        "elements": [row for kind_of, row in rows if kind_of == "element"],
        "items": [row for kind_of, row in rows if kind_of == "item"],
    }


def _print(known: Suggesting, found: Sequence[Suggestion]) -> None:
    say, console = show.say, show.out()
    console.print(f"[bold]{say('判定要素', 'Elements')}[/bold]  {escape(_of_edition(known))}")
    _print_all([one for one in found if one.kind_of == "element"], known)
    console.print(f"[bold]{say('检查项', 'Checklist items')}[/bold]")
    _print_all([one for one in found if one.kind_of == "item"], known)
    console.print(say("只供查找，不是判定。", "A help to find them; it determines nothing."), style="dim")


def _of_edition(known: Suggesting) -> str:
    edition, shown = known.edition, known.shown
    if shown is edition:
        return edition.number
    missing = show.say(f"{edition.number} 的要素没有载入", f"the elements of {edition.number} are not loaded")
    if shown is None:
        return missing
    return missing + show.say(
        f"；以下出自已被代替的 {shown.number}，仅作提示", f"; these are of {shown.number}, which it replaced: hints only"
    )


def _print_all(found: Sequence[Suggestion], known: Suggesting) -> None:
    for one in found:
        grade = known.shown.by_number[one.id.partition(":")[2]].grade if known.shown and one.kind_of == "element" else None
        mark = show.say(" [待核]", " [to be checked]") if grade and not grade.verified else ""
        show.out().print(f"  {one.score:.2f}  {escape(one.id)}  {escape(show.title(one.title) + mark)}", soft_wrap=True)
    if not found:
        show.out().print(f"  {show.say('没有相近的', 'nothing close')}")
