"""One measure of lateness: for lists, counts, pills, files and programs alike."""

from datetime import date, datetime

from django.db.models import Case, DateField, GeneratedField, Q, Value, When
from django.db.models.functions import Coalesce

from sanzhang.cycles.models import Moving
from sanzhang.rules.days import day_of

# Days that only order: left without a day, or standing still; ended; withdrawn.
SOME_DAY, ENDED, WITHDRAWN = date(9998, 12, 31), date(9999, 12, 30), date(9999, 12, 31)


def is_late(when: date | datetime) -> Q:
    """The condition that something was due before ``when``, and its clock runs. With a moment, deadlines of hours count to the minute."""
    if not isinstance(when, datetime):
        return Q(ended=False, stopped_on=None, next_due__lt=when)
    return Q(ended=False, stopped_on=None) & (Q(next_due__lt=day_of(when)) | Q(due_at__lt=when))


def late_on(row: Moving, when: datetime) -> int:
    """For how many days something has been due, as ``is_late`` has it; 0 when it isn't late. A deadline of hours that passed today counts as one."""
    if row.ended or row.stopped_on is not None or row.next_due is None:
        return 0
    days = (day_of(when) - row.next_due).days
    return max(days, int(row.due_at is not None and row.due_at < when), 0)


def urgency(going: Q) -> GeneratedField:
    """The day by which something has to be done, for ordering: the database works it out, so that the most urgent come first from an index.

    ``going``: the condition that something is left to do.
    """
    return GeneratedField(
        expression=Case(
            When(going & Q(stopped_on__isnull=True), then=Coalesce("next_due", Value(SOME_DAY))),
            When(going, then=Value(SOME_DAY)),
            When(state="withdrawn", then=Value(WITHDRAWN)),
            default=Value(ENDED),
        ),
        output_field=DateField(),
        db_persist=True,
    )
