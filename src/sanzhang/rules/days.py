"""The day of a moment, as China reckons it: one zone, no summer time."""

from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")


def day_of(moment: datetime) -> date:
    """The calendar day in China on which ``moment`` (with a zone) falls."""
    return moment.astimezone(CHINA).date()
