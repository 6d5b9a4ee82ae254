"""The kinds of entry of this subject, one a file."""

from typing import Any

from sanzhang.hazards.entries import correct_hazard, find_hazard, move_hazard, report_hazard, settle_hazard
from sanzhang.journal.kinds import Kind

KINDS: list[Kind[Any]] = [find_hazard.KIND, correct_hazard.KIND, report_hazard.KIND, move_hazard.KIND, settle_hazard.KIND]
