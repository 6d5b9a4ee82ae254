"""Premises: the units and places that are inspected."""

from django.db import models

from sanzhang.journal.models import Version
from sanzhang.rules.position import is_rough

PRESENT = models.Q(superseded_at__isnull=True)


class Premises(Version):
    """A unit or place. ``area`` is a village or a grid, ``sector`` the department that oversees it (empty: none).

    ``sealed`` holds the telephone of whoever is responsible. ``closed``: out of business for now. ``conflict``: two people changed the same
    state; both states are kept, and a person looks at them. ``initials`` (of the name in pinyin) and ``plate`` follow from name and key.
    """

    area = models.CharField(max_length=15)
    kind = models.CharField(max_length=60)
    marks = models.JSONField(default=list)
    name = models.CharField(max_length=100)
    code = models.CharField(max_length=18, blank=True, default="")
    address = models.CharField(max_length=200, blank=True, default="")
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    accuracy = models.FloatField(null=True)
    responsible = models.CharField(max_length=60, blank=True, default="")
    sealed = models.JSONField(default=dict)
    storeys = models.PositiveIntegerField(null=True)
    floor_area = models.PositiveIntegerField(null=True)
    occupancy = models.PositiveIntegerField(null=True)
    sector = models.CharField(max_length=60, blank=True, default="")
    notes = models.TextField(blank=True, default="")
    initials = models.CharField(max_length=100, blank=True, default="")
    plate = models.CharField(max_length=12)
    closed = models.BooleanField(default=False)
    conflict = models.BooleanField(default=False)

    class Meta(Version.Meta):
        indexes = [
            *Version.Meta.indexes,
            models.Index(fields=["area", "name"], condition=PRESENT, name="premises_present_area"),
            models.Index(fields=["county", "code"], condition=PRESENT, name="premises_present_code"),
            models.Index(fields=["plate"], condition=PRESENT, name="premises_present_plate"),
            models.Index(fields=["key"], name="premises_premises_key"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_rough(self) -> bool:
        """Whether the position is too uncertain to go by."""
        return is_rough(self.accuracy)
