"""The kinds of entry of this subject, one a file."""

from typing import Any

from sanzhang.cases.entries import move_case, open_case
from sanzhang.journal.kinds import Kind

KINDS: list[Kind[Any]] = [open_case.KIND, move_case.KIND]
