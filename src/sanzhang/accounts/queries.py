"""Reads of accounts."""

from datetime import date

from django.db.models import QuerySet

from sanzhang.accounts.models import Account
from sanzhang.journal.actors import Scope
from sanzhang.people.models import Appointment
from sanzhang.people.queries import on


def visible_to(scope: Scope) -> QuerySet[Account]:
    """Accounts of the counties inside the scope."""
    return Account.objects.filter(scope.filter("county")).order_by("username")


def without_post(accounts: QuerySet[Account], day: date) -> QuerySet[Account]:
    """Those of ``accounts`` whose person holds no post on ``day``: to be looked at, and closed where they are left over."""
    return accounts.exclude(person__in=Appointment.objects.filter(on(day), superseded_at__isnull=True).values("person"))
