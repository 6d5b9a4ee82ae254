"""The kinds of entry of this subject, one a file."""

from typing import Any

from sanzhang.journal.kinds import Kind
from sanzhang.teams.entries import remove_team, set_team

KINDS: list[Kind[Any]] = [set_team.KIND, remove_team.KIND]
