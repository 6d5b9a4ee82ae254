"""The kinds of entry of this subject, one a file."""

from typing import Any

from sanzhang.inspections.entries import make_inspection, withdraw_inspection
from sanzhang.journal.kinds import Kind

KINDS: list[Kind[Any]] = [make_inspection.KIND, withdraw_inspection.KIND]
