"""The kinds of entry of this subject, one a file."""

from typing import Any

from sanzhang.committee.entries import decide_parameter, remove_committee, set_committee
from sanzhang.journal.kinds import Kind

KINDS: list[Kind[Any]] = [set_committee.KIND, remove_committee.KIND, decide_parameter.KIND]
