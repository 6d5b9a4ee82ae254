"""Areas as they stand and stood."""

from django.db import models

from sanzhang.journal.models import Version


class Area(Version):
    """A county, town, village or grid; ``key`` is its code. ``valid_to`` is its last day, ``merged_into`` who took it over."""

    name = models.CharField(max_length=100)
    area_kind = models.CharField(max_length=60)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    merged_into = models.CharField(max_length=15, blank=True, default="")

    class Meta(Version.Meta):
        pass

    def __str__(self) -> str:
        return self.name
