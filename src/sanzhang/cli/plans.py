"""``sanzhang draw --check``: do a random draw again from the journal, and say whether it comes out the same."""

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from sanzhang.cli import show
from sanzhang.cli.main import app, django
from sanzhang.rules.problems import Problem, gettext_noop as _

if TYPE_CHECKING:
    from sanzhang.plans.models import PlanDraw

DIFFERS = {
    "pool": ("抽查池的指纹不一致", "the hash of the pools"),
    "result": ("重算的结果与记录不一致", "the result"),
    "plan": ("表里的计划与记录不一致", "the plan as the tables hold it"),
}


@app.command()
def draw(
    check: Annotated[str, typer.Option("--check", help="计划编号，见计划页的网址 the plan's id, as in its page's address")],
    lang: show.Language = "",
) -> None:
    """重算双随机抽查，核对结果。Draw again from the journal's seed and pools, and compare."""
    show.speak(lang)
    with show.told():
        django()
        _check(check)


def _check(name: str) -> None:
    from sanzhang.plans.recount import recount

    drawing = _drawing(name)
    again = recount(drawing.plan, drawing)
    places, people, drawn = len(again.drawn.places), len(again.drawn.inspectors), len(again.drawn.result)
    zh = f"种子 {again.drawn.seed}，池 {places} 处、{people} 名检查人，抽中 {drawn} 处"
    en = f"seed {again.drawn.seed}, pool of {places} places and {people} inspectors, {drawn} places drawn"
    if again.same:
        typer.echo(show.say(f"相同：{zh}。", f"The same: {en}."))
        return
    what = show.say("；".join(DIFFERS[name][0] for name in again.differs), ", ".join(DIFFERS[name][1] for name in again.differs))
    typer.echo(show.say(f"不同：{zh}。{what}。", f"Different: {en}. What differs: {what}."), err=True)
    raise typer.Exit(1)


def _drawing(name: str) -> "PlanDraw":
    from sanzhang.plans.models import PlanDraw

    try:
        found = PlanDraw.objects.select_related("plan").filter(plan=UUID(name)).first()
    except ValueError:
        found = None
    if found is None:
        raise Problem("plan_unknown", _("没有编号为 {id} 的抽查，或它还没有抽取。"), _("编号在计划页的网址里。"), where="--check", id=name)
    return found
