"""The kinds of entry of this subject, one a file."""

from typing import Any

from sanzhang.determination.entries import check_elements, load_elements
from sanzhang.journal.kinds import Kind

KINDS: list[Kind[Any]] = [load_elements.KIND, check_elements.KIND]
