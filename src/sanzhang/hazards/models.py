"""Suspected hazards, and every step taken about each."""

from django.db import models
from django.db.models import Q

from sanzhang.cycles.lateness import urgency
from sanzhang.cycles.models import Moving
from sanzhang.journal.models import Projection


class Hazard(Moving):
    """One suspected hazard as it stands now.

    ``due``: by when it is to be corrected. ``referred_to``: the sector of the department that has it in hand. ``earlier``: the same hazard found before.
    ``conflict``: two people reported different ends; somebody has to look. ``entry``: the last that changed it.
    """

    id = models.UUIDField(primary_key=True)
    county = models.CharField(max_length=6)
    area = models.CharField(max_length=15)
    sector = models.CharField(max_length=60, blank=True)
    place_type = models.CharField(max_length=10)
    place_key = models.CharField(max_length=60)
    place_name = models.CharField(max_length=200, blank=True)
    inspection = models.UUIDField(null=True)
    checklist = models.CharField(max_length=60, blank=True)
    item = models.CharField(max_length=60, blank=True)
    element = models.CharField(max_length=60, blank=True)
    text = models.CharField(max_length=500)
    severity = models.CharField(max_length=10)
    referred_to = models.CharField(max_length=60, blank=True)
    earlier = models.UUIDField(null=True)
    action = models.CharField(max_length=12)
    due = models.DateField(null=True)
    found_on = models.DateField()
    found_by = models.CharField(max_length=60)
    found_post = models.CharField(max_length=60)
    corrected_at = models.DateTimeField(null=True)
    conflict = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    entry = models.UUIDField()
    urgency = urgency(Q(ended=False) | Q(conflict=True) & ~Q(state="withdrawn"))

    class Meta:
        indexes = [
            # The list: all that it filters and orders by, so that a page deep in it is found without looking at the rows before.
            models.Index(fields=["county", "urgency", "found_on", "id", "area", "sector", "referred_to"], name="hazards_urgent"),
            models.Index(fields=["area", "state"], name="hazards_area_state"),
            models.Index(fields=["county", "referred_to"], name="hazards_referred"),
            models.Index(fields=["county", "found_on", "id"], name="hazards_county_day"),
            models.Index(fields=["place_key"], name="hazards_place"),
            models.Index(fields=["inspection"], name="hazards_inspection"),
        ]

    def __str__(self) -> str:
        return self.text


class HazardEvent(Projection):
    """One step about a hazard. Steps stay, also those that contradict each other.

    ``state``: how it stood afterwards; ``data``: what was given with the step (deadline, document number, department, people).
    """

    id = models.UUIDField(primary_key=True)
    hazard = models.UUIDField()
    entry = models.UUIDField()
    county = models.CharField(max_length=6)
    area = models.CharField(max_length=15)
    sector = models.CharField(max_length=60, blank=True)
    event = models.CharField(max_length=30)
    state = models.CharField(max_length=30, blank=True)
    person = models.CharField(max_length=60)
    post = models.CharField(max_length=60)
    occurred_at = models.DateTimeField()
    occurred_on = models.DateField()
    recorded_at = models.DateTimeField()
    note = models.TextField(blank=True)
    photos = models.JSONField()
    fixed = models.CharField(max_length=12, blank=True)
    data = models.JSONField(default=dict)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["hazard", "occurred_at"], name="hazards_event_hazard"),
            models.Index(fields=["entry"], name="hazards_event_entry"),
            models.Index(fields=["county", "occurred_on"], name="hazards_event_day"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.hazard}"
