"""The kinds of entry of this subject, one a file."""

from sanzhang.teams.entries import set_team, remove_team

KINDS = [set_team.KIND, remove_team.KIND]
