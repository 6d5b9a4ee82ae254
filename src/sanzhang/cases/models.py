"""Cases as they stand, and every step taken in each."""

from django.db import models
from django.db.models import Q

from sanzhang.cycles.lateness import urgency
from sanzhang.cycles.models import Moving
from sanzhang.journal.models import Projection


class Case(Moving):
    """One case as it stands now. ``cycle``: the life cycle whose table it follows; ``department``: the sector that supervises it.

    ``due``: by when the premises are to be put right. ``determination``: what the standard last said; a step by which it was judged again keeps the one
    before. ``entry``: the last that changed it.
    """

    id = models.UUIDField(primary_key=True)
    county = models.CharField(max_length=6)
    area = models.CharField(max_length=15)
    cycle = models.CharField(max_length=30)
    place_type = models.CharField(max_length=10)
    place_key = models.CharField(max_length=60)
    place_name = models.CharField(max_length=200, blank=True)
    hazards = models.JSONField()
    text = models.CharField(max_length=500)
    determination = models.JSONField()
    due = models.DateField(null=True)
    department = models.CharField(max_length=60, blank=True)
    opened_on = models.DateField()
    opened_by = models.CharField(max_length=60)
    opened_post = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    entry = models.UUIDField()
    urgency = urgency(Q(ended=False))

    class Meta:
        indexes = [
            models.Index(fields=["county", "cycle", "urgency", "opened_on"], name="cases_urgent"),
            models.Index(fields=["county", "cycle", "opened_on"], name="cases_county_cycle"),
            models.Index(fields=["area"], name="cases_area"),
            models.Index(fields=["place_key"], name="cases_place"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} {self.place_name}"


class CaseStep(Projection):
    """One step in a case. ``state``: how it stood afterwards; ``data``: what was given with it (deadline, document number, people)."""

    id = models.UUIDField(primary_key=True)
    case = models.UUIDField()
    county = models.CharField(max_length=6)
    area = models.CharField(max_length=15)
    cycle = models.CharField(max_length=30)
    event = models.CharField(max_length=30)
    state = models.CharField(max_length=30)
    person = models.CharField(max_length=60)
    post = models.CharField(max_length=60)
    sector = models.CharField(max_length=60, blank=True)
    occurred_at = models.DateTimeField()
    occurred_on = models.DateField()
    recorded_at = models.DateTimeField()
    note = models.TextField(blank=True)
    photos = models.JSONField()
    data = models.JSONField()

    class Meta:
        indexes = [
            models.Index(fields=["case", "occurred_at"], name="cases_step_case"),
            models.Index(fields=["county", "occurred_on"], name="cases_step_day"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.case}"
