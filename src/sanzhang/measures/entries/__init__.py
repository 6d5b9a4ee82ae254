"""The kinds of entry of this subject, one a file."""

from typing import Any

from sanzhang.journal.kinds import Kind
from sanzhang.measures.entries import decide_measure

KINDS: list[Kind[Any]] = [decide_measure.KIND]
