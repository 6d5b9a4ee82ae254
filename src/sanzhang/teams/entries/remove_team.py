"""A wrongly registered team is taken back."""

from sanzhang.teams.models import Team
from sanzhang.journal.kinds import Kind, Payload, Written
from sanzhang.journal.versions import end_version


class TeamRemoved(Payload):
    """Which, and why."""

    key: str
    reason: str


def apply(written: Written[TeamRemoved]) -> None:
    """It has no present state any more."""
    end_version(Team, written, written.payload.key)


KIND = Kind("team.removed", TeamRemoved, "manage.people", apply)
