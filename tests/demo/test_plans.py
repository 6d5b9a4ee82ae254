"""Three plans in the demonstration: made by those who may, partly done, and the draw such as anybody would draw it."""

import pytest
from tests.demo.small import UNTIL

from sanzhang.demo.load import load
from sanzhang.demo.plans import SEED
from sanzhang.demo.steps import Simulated, Step
from sanzhang.journal.actors import Place, Scope
from sanzhang.journal.rebuild import rebuild
from sanzhang.packs import shipped
from sanzhang.plans.models import Plan, PlanDraw
from sanzhang.plans.queries import progress_of, visible_to
from sanzhang.plans.recount import recount


def of(simulated: Simulated, kind: str) -> list[Step]:
    return [step for step in simulated.steps if step.kind == kind]


def test_there_is_one_of_each_by_somebody_with_the_power(small: Simulated) -> None:
    powers = {post.id: post.powers for post in shipped("otog-2022").posts}
    made = of(small, "plan.made")
    assert sorted(step.payload["kind"] for step in made) == ["campaign", "draw", "joint"]
    assert all("plan.inspections" in powers[step.by.post] and step.area.startswith(step.by.area) for step in made)
    assert [step.payload["seed"] for step in of(small, "plan.drawn")] == [SEED]


@pytest.mark.django_db
def test_loaded_they_are_partly_done_and_the_draw_comes_out_the_same(small: Simulated) -> None:
    load(small)
    plans = list(visible_to(Scope((Place(small.county),))))
    assert len(plans) == 3
    progress = progress_of(plans, UNTIL)
    far = {plan.plan_kind: progress[plan.id] for plan in plans}
    for kind in ("joint", "draw", "campaign"):
        assert 0 < far[kind].done < far[kind].total, (kind, far[kind])
    assert far["joint"].late == far["joint"].total - far["joint"].done
    assert far["draw"].late == 0
    drawing = PlanDraw.objects.get()
    assert recount(Plan.objects.get(plan_kind="draw"), drawing).same
    assert drawing.excluded.keys() <= {"closed", "recent"}
    assert rebuild(check=True).differing == []
