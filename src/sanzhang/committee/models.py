"""Fire-safety committees, and the parameters that they decided."""

from django.db import models

from sanzhang.journal.models import Projection, Version


class Committee(Version):
    """The fire-safety committee of a county or town; ``key`` is its area's code."""

    name = models.CharField(max_length=100)
    chair = models.CharField(max_length=60, blank=True, default="")
    members = models.JSONField(default=list)
    founded = models.DateField(null=True)

    class Meta(Version.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class ParameterDecision(Projection):
    """The committee set an open parameter, from a day on. Decisions are never changed; a new one follows."""

    id = models.UUIDField(primary_key=True)
    county = models.CharField(max_length=6)
    parameter = models.CharField(max_length=80)
    value = models.CharField(max_length=20)
    valid_from = models.DateField()
    basis = models.TextField()
    person = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["county", "parameter"], name="committee_decision")]

    def __str__(self) -> str:
        return f"{self.parameter}={self.value}"
