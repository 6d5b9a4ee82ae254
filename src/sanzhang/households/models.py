"""Households with vulnerable people."""

from django.db import models

from sanzhang.journal.models import Version

PRESENT = models.Q(superseded_at__isnull=True)


class Household(Version):
    """A household, by a number that tells nobody anything. Everything personal is in ``sealed``, under a key of its own.

    ``purpose``: what the data are kept for; ``keep_until``: the last day on which they may be. ``erased``: on the last state, that the key was destroyed.
    ``conflict``: two people changed the same state. ``plate`` follows from the key.
    """

    area = models.CharField(max_length=15)
    number = models.CharField(max_length=30)
    vulnerable = models.BooleanField(default=False)
    purpose = models.CharField(max_length=200)
    keep_until = models.DateField()
    sealed = models.JSONField(default=dict)
    plate = models.CharField(max_length=12)
    conflict = models.BooleanField(default=False)
    erased = models.BooleanField(default=False)

    class Meta(Version.Meta):
        indexes = [
            *Version.Meta.indexes,
            models.Index(fields=["area"], condition=PRESENT, name="households_present_area"),
            models.Index(fields=["plate"], condition=PRESENT, name="households_present_plate"),
            models.Index(fields=["key"], name="households_household_key"),
        ]

    def __str__(self) -> str:
        return self.number
