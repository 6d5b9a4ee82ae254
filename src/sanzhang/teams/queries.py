"""Reads of teams."""

from django.db.models import QuerySet

from sanzhang.journal.actors import Scope
from sanzhang.teams.models import Team


def visible_to(scope: Scope) -> QuerySet[Team]:
    """Present teams inside the scope."""
    return Team.objects.filter(scope.filter("area"), superseded_at__isnull=True).order_by("area", "team_kind")
