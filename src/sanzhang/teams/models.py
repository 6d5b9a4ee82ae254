"""Fire teams: full-time teams, the service centres of 一队一中心, micro fire stations."""

from django.db import models

from sanzhang.journal.models import Version


class Team(Version):
    """A team or centre of an area."""

    area = models.CharField(max_length=15)
    team_kind = models.CharField(max_length=30)
    name = models.CharField(max_length=100)
    members = models.PositiveIntegerField(default=0)
    founded = models.DateField(null=True)

    class Meta(Version.Meta):
        pass

    def __str__(self) -> str:
        return self.name
