"""The kinds of entry of this subject, one a file."""

from typing import Any

from sanzhang.households.entries import erase_household, remove_household, reveal_household, set_household
from sanzhang.journal.kinds import Kind

KINDS: list[Kind[Any]] = [set_household.KIND, reveal_household.KIND, erase_household.KIND, remove_household.KIND]
