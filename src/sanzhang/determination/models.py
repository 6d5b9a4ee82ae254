"""Tables of elements that a county's brigade has loaded."""

from django.db import models

from sanzhang.journal.models import Projection


class ElementTable(Projection):
    """Every element of an edition, row by row as it was entered by ``person``, and what a second person found who held it against the standard.

    ``right`` None: nobody has checked it yet. The newest right one is used; rows are never changed.
    """

    id = models.UUIDField(primary_key=True)
    county = models.CharField(max_length=6)
    edition = models.CharField(max_length=60)
    rows = models.JSONField()
    person = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()
    right = models.BooleanField(null=True)
    checked_by = models.CharField(max_length=60, blank=True, default="")
    checked_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["county", "edition", "recorded_at"], name="determination_newest")]

    def __str__(self) -> str:
        return f"{self.county} {self.edition}"
