"""``sanzhang pack``: check a policy pack, and see what changes between two."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from sanzhang.cli import show
from sanzhang.cli.main import app
from sanzhang.packs.load import (
    NOTICES,
    editions,
    every_checklist,
    household_categories,
    life_cycles_of,
    load_folder,
    premises_kinds,
    shipped,
)
from sanzhang.rules.days import CHINA
from sanzhang.rules.lifecycle import unverified_deadlines
from sanzhang.rules.pack import Pack
from sanzhang.rules.problems import Problem, Problems, gettext_noop as _
from sanzhang.standing.cells import day as read_day

packs = typer.Typer(help="策略包：检查、比较。Policy packs: check, compare.", no_args_is_help=True)
app.add_typer(packs, name="pack")

Name = Annotated[str, typer.Argument(help="策略包的名称（如 otog-2022）或文件夹")]


def pack_named(name: str) -> Pack:
    """The pack that ships under ``name``, or the one in that folder. Raises ``PackErrors``, or ``Problem`` when there is neither."""
    if Path(name).is_dir():
        return load_folder(Path(name))
    known = shipped_names()
    if name not in known:
        raise Problem(
            "pack_unknown", _("没有策略包“{name}”。"), _("写文件夹的路径，或这些名称之一：{known}。"), name=name, known="、".join(known)
        )
    return shipped(name)


def folder_of(name: str) -> Path:
    """Where the pack of that name, or in that folder, is written."""
    return Path(name) if Path(name).is_dir() else NOTICES / name


def shipped_names() -> list[str]:
    """The packs that ship with the program."""
    return sorted(folder.name for folder in NOTICES.iterdir() if folder.is_dir())


@packs.command()
def check(name: Annotated[str, typer.Argument(help="名称或文件夹；不填则检查随附的每一个")] = "", lang: show.Language = "") -> None:
    """检查策略包：列出每一处错误；没有错误则列出条款的覆盖情况。Every error, or what became of the clauses."""
    show.speak(lang)
    failed = False
    for one in [name] if name else shipped_names():
        try:
            with show.told():
                _show_pack(one)
        except typer.Exit:
            failed = True
    if not name:
        try:
            with show.told():
                _show_standards()
        except typer.Exit:
            failed = True
    if failed:
        raise typer.Exit(1)


def _show_pack(name: str) -> None:
    """What the pack says, and the tables it goes by. Raises ``Problems`` with every mistake in both."""
    pack = pack_named(name)
    if problems := [*_show_coverage(pack), *_show_life_cycles(pack, folder_of(name))]:
        raise Problems(problems)


def _show_coverage(pack: Pack) -> list[Problem]:
    """What became of each clause. A clause that was forgotten is an error."""
    from sanzhang.rules.pack.coverage import coverage

    found, say, console = coverage(pack), show.say, show.out()
    console.print(f"[bold]{escape(pack.id)}[/bold] {pack.version}  {escape(show.title(pack.title))}")
    lines = [
        (say("条款", "clauses"), found.clauses),
        (say("　有事项", "  with duties"), found.with_duties),
        (say("　不可查证（有理由）", "  not checkable, with a reason"), found.not_checkable),
        (say("　由岗位、措施等落实", "  by posts, measures, other"), found.by_other),
        (say("　标题", "  headings"), found.headings),
        (say("事项", "duties"), found.duties),
        (say("　周期性", "  periodic"), found.periodic),
        (say("　一次性", "  once"), found.once),
        (say("　由记录引起", "  triggered by a record"), found.triggered),
        (say("参数：已决定", "parameters decided"), len(found.decided)),
        (say("参数：待定", "parameters undecided"), len(found.undecided)),
        (say("待核的表述", "unverified statements"), len(found.unverified)),
    ]
    for label, count in lines:
        console.print(f"  {label}：{count}")
    if not found.uncovered:
        return []
    return [
        Problem(
            "pack_uncovered",
            _("有条款没有着落：{clauses}。"),
            _("为它写事项，或在 not_checkable 里写明理由。"),
            where=pack.id,
            clauses="、".join(found.uncovered),
        )
    ]


def _show_life_cycles(pack: Pack, folder: Path) -> list[Problem]:
    """The tables by which hazards, listings and the other cases go in this county. One that doesn't fit its notice is an error."""
    say, console = show.say, show.out()
    try:
        tables = life_cycles_of(pack, folder)
    except Problems as several:
        return several.problems
    lines = [
        (say("办理流程", "life cycles"), len(tables)),
        (say("　状态", "  states"), sum(len(table.states) for table in tables)),
        (say("　步骤", "  steps"), sum(len(table.steps) for table in tables)),
        (say("　待核的期限", "  unverified deadlines"), len(unverified_deadlines(pack, tables))),
    ]
    for label, count in lines:
        console.print(f"  {label}：{count}")
    return []


def _show_standards() -> None:
    """The checklists, kinds of premises and categories of people that every county shares."""
    versions, kinds, say, console = every_checklist().versions, premises_kinds(), show.say, show.out()
    elements = [element for edition in editions() for element in edition.elements]
    console.print(f"[bold]{say('检查表和场所类型', 'Checklists and kinds of premises')}[/bold]")
    lines = [
        (say("检查表", "checklists"), len(versions)),
        (say("　检查项", "  items"), sum(len(checklist.items) for checklist in versions)),
        (say("　待核的检查项", "  unverified items"), sum(len(checklist.unverified) for checklist in versions)),
        (say("场所类型", "kinds of premises"), len(kinds.kinds)),
        (say("重点人群类别", "categories of vulnerable people"), len(household_categories().categories)),
        (say("重大火灾隐患判定要素", "elements of the standard on major fire hazards"), len(elements)),
        (say("　待核的要素", "  unverified elements"), sum(not element.grade.verified for element in elements)),
    ]
    for label, count in lines:
        console.print(f"  {label}：{count}")


@packs.command()
def diff(
    old: Name,
    new: Name,
    on: Annotated[str, typer.Option(help="旧的按哪一天；默认今天")] = "",
    on2: Annotated[str, typer.Option(help="新的按哪一天；默认与 --on 同一天")] = "",
    lang: show.Language = "",
) -> None:
    """两个策略包（或一个策略包的两天）之间：哪些事项、参数、措施变了，涉及谁。What changes between two packs, and for whom."""
    show.speak(lang)
    with show.told():
        first = _day("--on", on) or datetime.now(CHINA).date()
        _show_diff(pack_named(old), pack_named(new), first, _day("--on2", on2) or first)


def _day(name: str, text: str) -> date | None:
    try:
        return read_day(text) if text else None
    except Problem as problem:
        problem.where = name
        raise


def _show_diff(old: Pack, new: Pack, on_old: date, on_new: date) -> None:
    from sanzhang.rules.pack.diff import diff as compare

    say, console = show.say, show.out()
    what = {"added": say("新增", "added"), "removed": say("取消", "removed"), "changed": say("改变", "changed")}
    tables = {"duties": say("事项", "duty"), "parameters": say("参数", "parameter"), "measures": say("措施", "measure")}
    posts = {post.id: show.title(post.title) for pack in (old, new) for post in pack.posts}
    changes = compare(old, new, on_old, on_new)
    for change in changes:
        concerned = "、".join(posts.get(post, post) for post in change.posts)
        console.print(
            f"{what[change.what]} {tables[change.table]} [bold]{change.id}[/bold] {escape(show.title(change.title))} ({escape(concerned)})"
        )
        for field in change.fields:
            console.print(f"    {field.field}: {escape(field.old or '—')} → {escape(field.new or '—')}")
    console.print(say(f"共 {len(changes)} 处不同。", f"{len(changes)} differences."))
