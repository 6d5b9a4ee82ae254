"""Hold a draw: out of the registers as they stand, the plan's terms and a seed."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from sanzhang.plans.entries.draw_plan import DrawnPlace, LeftOut, PlanDrawn
from sanzhang.plans.models import Plan
from sanzhang.plans.pools import pool_of
from sanzhang.rules.draw import draw, pool_hash


def drawn_by(plan: Plan, seed: str, seed_from: Literal["given", "made"], inspectors: Sequence[str], day: date) -> PlanDrawn:
    """What the entry of a draw on ``day`` says. Raises ``Problems`` where it cannot be."""
    pool = pool_of(plan, day)
    result = draw(seed, pool.places, inspectors, plan.count, plan.per_place)
    return PlanDrawn(
        plan=plan.id, seed=seed, seed_from=seed_from, places=pool.places, inspectors=tuple(sorted(set(inspectors))),
        excluded=tuple(LeftOut(place=place, reason=reason) for place, reason in pool.excluded), pool_hash=pool_hash(pool.places, inspectors),
        result=tuple(DrawnPlace(place=one.place, inspectors=one.inspectors) for one in result),
    )  # fmt: skip
