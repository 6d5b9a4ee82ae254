"""Reads of departments."""

from django.db.models import QuerySet

from sanzhang.departments.models import Department
from sanzhang.journal.actors import Scope


def visible_to(scope: Scope) -> QuerySet[Department]:
    """Present departments of the counties inside the scope."""
    return Department.objects.filter(scope.filter("county", "sector"), superseded_at__isnull=True).order_by("county", "sector")
