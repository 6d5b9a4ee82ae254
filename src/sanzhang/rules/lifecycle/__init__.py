"""Life cycles as declared tables: what may happen to a hazard, a listing or a referral, who may, what must be shown, and by when."""

from sanzhang.rules.lifecycle.fits import ANSWERS, SETTLE, fitting_tables, power_of, unverified_deadlines
from sanzhang.rules.lifecycle.model import BACK, SAME, Deadline, LifeCycle, State, Step
from sanzhang.rules.lifecycle.read import read_life_cycle
from sanzhang.rules.lifecycle.walk import Given, Numbers, Standing, begin, deadline_of, open_steps, walk

__all__ = [
    "ANSWERS", "BACK", "SAME", "SETTLE", "Deadline", "Given", "LifeCycle", "Numbers", "Standing", "State", "Step", "begin", "deadline_of", "fitting_tables",
    "open_steps", "power_of", "read_life_cycle", "unverified_deadlines", "walk",
]  # fmt: skip
