"""A wrongly registered team is taken back."""

from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Long, Payload, Short, Written
from sanzhang.journal.versions import check_inside, end_version
from sanzhang.teams.models import Team


class TeamRemoved(Payload):
    """Which, and why."""

    key: Short
    reason: Long


def check(written: Written[TeamRemoved], actor: Actor) -> None:
    """Only what lies in the actor's own area."""
    check_inside(Team, written.payload.key, actor)


def apply(written: Written[TeamRemoved]) -> None:
    """It has no present state any more."""
    end_version(Team, written, written.payload.key)


KIND = Kind("team.removed", TeamRemoved, "manage.people", apply, check)
