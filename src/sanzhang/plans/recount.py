"""A draw done once more, out of what the journal holds: is it the same?"""

import json
from dataclasses import dataclass

from sanzhang.journal.models import Entry
from sanzhang.plans.entries.draw_plan import PlanDrawn
from sanzhang.plans.models import Plan, PlanDraw, PlanInspector
from sanzhang.rules.draw import draw, draw_problems, pool_hash


@dataclass(frozen=True, slots=True)
class Recount:
    """What came of drawing again. ``differs``: what is not the same: ``pool`` (its hash), ``result`` (the entry's), ``plan`` (what pages show)."""

    drawn: PlanDrawn
    differs: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether everything is as it was recorded."""
        return not self.differs


def recount(plan: Plan, drawing: PlanDraw) -> Recount:
    """Draw again from the seed and the pools of the journal's entry, and compare with its result and with the tables."""
    body = json.loads(Entry.objects.values_list("body", flat=True).get(id=drawing.id))
    drawn = PlanDrawn.model_validate(body["payload"])
    wrong = draw_problems(drawn.seed, drawn.places, drawn.inspectors, plan.count, plan.per_place)
    again = (
        []
        if wrong
        else [(one.place, one.inspectors) for one in draw(drawn.seed, drawn.places, drawn.inspectors, plan.count, plan.per_place)]
    )
    recorded = [(one.place, one.inspectors) for one in drawn.result]
    differs = {
        "pool": not pool_hash(drawn.places, drawn.inspectors) == drawn.pool_hash == drawing.pool_hash,
        "result": again != recorded,
        "plan": recorded != _shown(plan) or drawn.seed != drawing.seed,
    }
    return Recount(drawn, tuple(name for name, differing in differs.items() if differing))


def _shown(plan: Plan) -> list[tuple[str, tuple[str, ...]]]:
    people: dict[str, list[str]] = {}
    for place in plan.places.order_by("number").values_list("place", flat=True):
        people[place] = []
    rows = PlanInspector.objects.filter(at__plan=plan.id).order_by("at__number", "number").values_list("at__place", "person")
    for place, person in rows:
        people[place].append(person)
    return [(place, tuple(found)) for place, found in people.items()]
