"""The kinds of entry of this subject, one a file."""

from typing import Any

from sanzhang.areas.entries import remove_area, set_area
from sanzhang.journal.kinds import Kind

KINDS: list[Kind[Any]] = [set_area.KIND, remove_area.KIND]
