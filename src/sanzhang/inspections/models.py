"""Inspections: one look at one place, with everything that was found, as it was written down there."""

from django.db import models

from sanzhang.journal.models import Projection


class Inspection(Projection):
    """One inspection or home visit. ``evidence``: as which kind of the pack it counts; ``place``: the place as it was then.

    ``answers`` holds only what was touched; every other item of the checklist was found in order.
    """

    id = models.UUIDField(primary_key=True)
    county = models.CharField(max_length=6)
    area = models.CharField(max_length=15)
    sector = models.CharField(max_length=60, blank=True)
    evidence = models.CharField(max_length=60)
    checklist = models.CharField(max_length=60)
    checklist_version = models.PositiveSmallIntegerField()
    place_type = models.CharField(max_length=10)
    place_key = models.CharField(max_length=60)
    place = models.JSONField()
    person = models.CharField(max_length=60)
    post = models.CharField(max_length=60)
    post_area = models.CharField(max_length=15)
    parties = models.JSONField()
    departments = models.JSONField()
    present = models.JSONField()
    answers = models.JSONField()
    findings_count = models.PositiveSmallIntegerField()
    signature = models.JSONField()
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    accuracy = models.FloatField(null=True)
    no_position = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    started_at = models.DateTimeField()
    occurred_at = models.DateTimeField()
    occurred_on = models.DateField()
    clock_offset = models.IntegerField(default=0)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(blank=True, default="")

    class Meta:
        indexes = [
            # The list, newest first: all that it filters and orders by, so that a page deep in it is found without looking at the rows before.
            models.Index(fields=["county", "occurred_on", "occurred_at", "id", "area", "sector"], name="inspections_newest"),
            models.Index(fields=["area", "occurred_on"], name="inspections_area_day"),
            models.Index(fields=["place_key", "occurred_on"], name="inspections_place_day"),
            models.Index(fields=["person", "occurred_at"], name="inspections_person"),
        ]

    def __str__(self) -> str:
        return f"{self.checklist} {self.place_key} {self.occurred_on}"
