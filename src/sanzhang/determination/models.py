"""Tables of elements that a county's brigade has loaded."""

from django.db import models

from sanzhang.journal.models import Projection


class ElementTable(Projection):
    """Every element of an edition, row by row as it was entered. Never changed; a newer one is used instead."""

    id = models.UUIDField(primary_key=True)
    county = models.CharField(max_length=6)
    edition = models.CharField(max_length=60)
    rows = models.JSONField()
    person = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["county", "edition", "recorded_at"], name="determination_newest")]

    def __str__(self) -> str:
        return f"{self.county} {self.edition}"
