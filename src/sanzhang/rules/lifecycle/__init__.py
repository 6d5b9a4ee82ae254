"""Life cycles as declared tables: what may happen to a hazard, a listing or a referral, who may, what must be shown, and by when."""

from sanzhang.rules.lifecycle.coming import Coming, coming
from sanzhang.rules.lifecycle.due import Ground, Numbers, deadline_of
from sanzhang.rules.lifecycle.fits import SETTLE, fitting_tables, power_of, unverified_deadlines
from sanzhang.rules.lifecycle.given import Given
from sanzhang.rules.lifecycle.model import BACK, SAME, Deadline, LifeCycle, State, Step
from sanzhang.rules.lifecycle.read import read_life_cycle
from sanzhang.rules.lifecycle.walk import Standing, begin, open_steps, walk

__all__ = [
    "BACK", "SAME", "SETTLE", "Coming", "Deadline", "Given", "Ground", "LifeCycle", "Numbers", "Standing", "State", "Step", "begin", "coming",
    "deadline_of", "fitting_tables", "open_steps", "power_of", "read_life_cycle", "unverified_deadlines", "walk",
]  # fmt: skip
