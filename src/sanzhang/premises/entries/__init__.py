"""The kinds of entry of this subject, one a file."""

from typing import Any

from sanzhang.journal.kinds import Kind
from sanzhang.premises.entries import remove_premises, reveal_premises, set_premises

KINDS: list[Kind[Any]] = [set_premises.KIND, remove_premises.KIND, reveal_premises.KIND]
