"""The kinds of entry of this subject, one a file."""

from sanzhang.teams.entries import remove_team, set_team

KINDS = [set_team.KIND, remove_team.KIND]
