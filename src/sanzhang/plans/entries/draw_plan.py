"""The places of a plan were drawn, and who inspects each. Seed, both pools and the result are kept, so that anybody can draw once more."""

from collections import Counter
from typing import Annotated, Literal
from uuid import UUID, uuid5

from pydantic import StringConstraints

from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Payload, Short, Written
from sanzhang.journal.rows import insert
from sanzhang.people.queries import names_of
from sanzhang.plans import checks
from sanzhang.plans.choices import Excluded, PlanKind
from sanzhang.plans.models import Plan, PlanDraw, PlanInspector, PlanPlace
from sanzhang.plans.pools import may_be_drawn, pool_of
from sanzhang.rules.days import day_of
from sanzhang.rules.draw import draw, draw_problems, pool_hash
from sanzhang.rules.problems import Problem, gettext_noop as _

SHOWN = 5


class DrawnPlace(Payload):
    """One place that was drawn, and the people who inspect it."""

    place: Short
    inspectors: tuple[Short, ...]


class LeftOut(Payload):
    """A place that fits the plan and is not in the pool, and why."""

    place: Short
    reason: Excluded


class PlanDrawn(Payload):
    """``seed_from``: somebody entered it, or it was made by the program. ``places`` and ``inspectors``: the pools; ``result`` in the order drawn."""

    plan: UUID
    seed: Annotated[str, StringConstraints(max_length=100, strip_whitespace=True)]
    seed_from: Literal["given", "made"]
    places: tuple[Short, ...]
    inspectors: tuple[Short, ...]
    excluded: tuple[LeftOut, ...] = ()
    pool_hash: Annotated[str, StringConstraints(max_length=64)]
    result: tuple[DrawnPlace, ...]


def check(written: Written[PlanDrawn], actor: Actor) -> None:
    """A plan that waits to be drawn; the whole pool; people who may inspect there; and just the result that follows from seed and pools."""
    drawn, day = written.payload, day_of(written.occurred_at)
    plan = checks.plan_of(drawn.plan, written.county, written.area, actor)
    if plan.plan_kind != PlanKind.DRAW:
        raise Problem("plan_not_draw", _("这个计划不是抽查。"), _("刷新后重试。"))
    if PlanDraw.objects.filter(plan=plan.id).exists():
        raise Problem("plan_drawn", _("这个计划已经抽取过，不能重抽。"), _("抽取有误的，写明原因撤回计划，另作一个。"))
    problems = (
        [] if day <= plan.last else [Problem("plan_past", _("计划的最后一天 {last} 已经过去。"), _("另作计划。"), last=str(plan.last))]
    )
    pool = pool_of(plan, day)
    if (sorted(drawn.places), sorted((left.place, left.reason) for left in drawn.excluded)) != (list(pool.places), sorted(pool.excluded)):
        problems.append(Problem("draw_pool", _("抽查池与名册对不上：名册刚有变化，或有场所被漏掉。"), _("刷新后重新抽取。")))
    problems += _strangers(drawn, {held.person for held in may_be_drawn(actor, plan, day)})
    wrong = draw_problems(drawn.seed, drawn.places, drawn.inspectors, plan.count, plan.per_place)
    checks.refuse([*problems, *wrong, *([] if wrong else _result_problems(drawn, plan))])


def _strangers(drawn: PlanDrawn, able: set[str]) -> list[Problem]:
    strange = sorted(set(drawn.inspectors) - able)
    if not strange:
        return []
    names = names_of(strange[:SHOWN])
    told = "、".join(names.get(person, person) for person in strange[:SHOWN])
    message = _("{n} 名检查人今天没有可在这里检查的任职：{names}。")
    return [Problem("draw_stranger", message, _("去掉他们，或先登记任职。"), n=len(strange), names=told)]


def _result_problems(drawn: PlanDrawn, plan: Plan) -> list[Problem]:
    expected = draw(drawn.seed, drawn.places, drawn.inspectors, plan.count, plan.per_place)
    same = [(one.place, one.inspectors) for one in drawn.result] == [(one.place, one.inspectors) for one in expected]
    if same and drawn.pool_hash == pool_hash(drawn.places, drawn.inspectors):
        return []
    return [Problem("draw_result", _("抽取结果不是由这个种子和抽查池算出来的。"), _("由系统重新抽取，不要改动结果。"))]


def apply(written: Written[PlanDrawn]) -> None:
    """The places that were drawn become the plan's; nothing counts that was done before the day of the draw."""
    drawn = written.payload
    plan = Plan.objects.get(id=drawn.plan)
    row = {
        "id": written.id, "plan_id": plan.id, "seed": drawn.seed, "seed_from": drawn.seed_from, "pool_hash": drawn.pool_hash,
        "pool_places": len(drawn.places), "pool_inspectors": len(drawn.inspectors),
        "excluded": dict(sorted(Counter(str(left.reason) for left in drawn.excluded).items())), "person": written.person, "post": written.post,
        "occurred_at": written.occurred_at,
    }  # fmt: skip
    insert(PlanDraw, [row])
    since = max(plan.first, day_of(written.occurred_at))
    ids = {one.place: uuid5(plan.id, one.place) for one in drawn.result}
    places = [
        {"id": ids[one.place], "plan_id": plan.id, "number": number, "place": one.place, "since": since, "due": plan.last}
        for number, one in enumerate(drawn.result, start=1)
    ]
    people = [
        {"id": uuid5(ids[one.place], person), "at_id": ids[one.place], "number": number, "person": person}
        for one in drawn.result
        for number, person in enumerate(one.inspectors, start=1)
    ]
    insert(PlanPlace, places)
    insert(PlanInspector, people)


KIND = Kind("plan.drawn", PlanDrawn, checks.POWER, apply, check)
