"""Records: what was done, seen and noted, and what exempts from a duty."""

from django.db import models

from sanzhang.journal.models import Projection


class Record(Projection):
    """One thing done. ``area`` covers all of ``areas``; ``kind`` is a kind of evidence of the pack."""

    id = models.UUIDField(primary_key=True)
    county = models.CharField(max_length=6)
    kind = models.CharField(max_length=60)
    area = models.CharField(max_length=15)
    areas = models.JSONField()
    occurred_on = models.DateField()
    person = models.CharField(max_length=60)
    post = models.CharField(max_length=60)
    post_area = models.CharField(max_length=15)
    sector = models.CharField(max_length=60, blank=True)
    parties = models.JSONField()
    for_period = models.CharField(max_length=60, blank=True)
    refers_to = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)
    data = models.JSONField()
    attachments = models.JSONField()
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["county", "occurred_on"], name="records_county_day"),
            models.Index(fields=["county", "kind", "occurred_on"], name="records_county_kind_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.area} {self.occurred_on}"


class RecordArea(Projection):
    """One of the areas of a record: what decides who sees it."""

    id = models.UUIDField(primary_key=True)
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="places", db_constraint=False)
    area = models.CharField(max_length=15)
    sector = models.CharField(max_length=60, blank=True)
    occurred_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["area", "occurred_on"], name="records_area_day")]

    def __str__(self) -> str:
        return self.area


class Exemption(Projection):
    """Somebody with the power decided that an area need not do a duty in a period, and why."""

    id = models.UUIDField(primary_key=True)
    county = models.CharField(max_length=6)
    duty = models.CharField(max_length=80)
    area = models.CharField(max_length=15)
    period = models.CharField(max_length=60)
    reason = models.TextField()
    person = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.duty} {self.area} {self.period}"
