"""The columns of whatever moves along a life cycle."""

from django.db import models

from sanzhang.journal.models import Projection


class Moving(Projection):
    """How something stands along its life cycle, as ``rules.lifecycle.Standing`` has it.

    ``step_due``: by when the expected step is due, ``due_at`` to the moment where hours count; ``beside``: what else is due, days by event;
    ``next_due``: the earliest of them all. ``inspected_on``: the inspection from which deadlines count.
    """

    state = models.CharField(max_length=30)
    before = models.CharField(max_length=30, blank=True)
    ended = models.BooleanField(default=False)
    next_due = models.DateField(null=True)
    step_due = models.DateField(null=True)
    due_at = models.DateTimeField(null=True)
    beside = models.JSONField(default=dict)
    since = models.DateField(null=True)
    stopped_on = models.DateField(null=True)
    inspected_on = models.DateField(null=True)

    class Meta:
        abstract = True
