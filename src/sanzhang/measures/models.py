"""Decisions on proposed measures."""

from django.db import models

from sanzhang.journal.models import Projection


class Decision(Projection):
    """A person with the power adopted a proposal, or declined it, and why."""

    id = models.UUIDField(primary_key=True)
    county = models.CharField(max_length=6)
    proposal = models.CharField(max_length=200)
    measure = models.CharField(max_length=60)
    outcome = models.CharField(max_length=10)
    aimed_at = models.CharField(max_length=60, blank=True)
    aimed_post = models.CharField(max_length=60, blank=True)
    area = models.CharField(max_length=15)
    reason = models.TextField()
    because = models.JSONField()
    person = models.CharField(max_length=60)
    post = models.CharField(max_length=60)
    decided_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["area"], name="measures_area")]

    def __str__(self) -> str:
        return f"{self.measure} {self.outcome}"
