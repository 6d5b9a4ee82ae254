"""Questions that were settled. Open ones are stored nowhere: they are computed when their chief looks, and gone when their reason is."""

from django.db import models

from sanzhang.journal.models import Projection


class SettledQuestion(Projection):
    """A question that a chief settled: about which inspections, and what came of it. Nothing is counted from it, about anybody."""

    id = models.UUIDField(primary_key=True)
    key = models.CharField(max_length=32)
    asks = models.CharField(max_length=20)
    county = models.CharField(max_length=6)
    area = models.CharField(max_length=15)
    sector = models.CharField(max_length=60, blank=True)
    inspections = models.JSONField()
    outcome = models.CharField(max_length=12)
    note = models.TextField()
    person = models.CharField(max_length=60)
    post = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["key"], name="questions_settled_key"),
            models.Index(fields=["county", "recorded_at"], name="questions_settled_county"),
        ]

    def __str__(self) -> str:
        return f"{self.asks} {self.outcome}"
