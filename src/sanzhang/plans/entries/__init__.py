"""The kinds of entry of this subject, one a file."""

from typing import Any

from sanzhang.journal.kinds import Kind
from sanzhang.plans.entries import draw_plan, end_plan, make_plan, withdraw_plan

KINDS: list[Kind[Any]] = [make_plan.KIND, draw_plan.KIND, end_plan.KIND, withdraw_plan.KIND]
