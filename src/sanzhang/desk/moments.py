"""When something was done of which only the day is known."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.utils import timezone

from sanzhang.rules.days import day_of


def moment_after(day: date, done: Iterable[datetime]) -> datetime:
    """Noon of ``day``, but after what was ``done`` on it already, and not later than now; today it is now."""
    if day >= timezone.localdate():
        return timezone.now()
    noon = timezone.make_aware(datetime.combine(day, time(12)))
    return min(max([noon, *(moment for moment in done if day_of(moment) == day)]), timezone.now())
