"""Where photos are used, and what is known of their content."""

from django.db import models

from sanzhang.journal.models import Projection


class PhotoUse(Projection):
    """One photo in one entry: what decides who may see it. The same photo may be used by several entries."""

    id = models.UUIDField(primary_key=True)
    sha256 = models.CharField(max_length=64)
    entry = models.UUIDField()
    county = models.CharField(max_length=6)
    area = models.CharField(max_length=15)
    sector = models.CharField(max_length=60, blank=True)
    role = models.CharField(max_length=20)
    source = models.CharField(max_length=20)
    taken_at = models.DateTimeField()
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    accuracy = models.FloatField(null=True)
    place_reason = models.CharField(max_length=20, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["sha256"], name="photos_use_sha256"),
            models.Index(fields=["entry"], name="photos_use_entry"),
            models.Index(fields=["area", "recorded_at"], name="photos_use_area_recorded"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.sha256[:8]}"


class Photo(models.Model):
    """What a stored picture says of itself: a cache of the file, no domain data.

    Neither an entry nor a rebuild touches it; a row that is missing is made again from the file.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    dhash = models.CharField(max_length=16)
    size = models.PositiveIntegerField()
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.sha256[:8]} {self.width}×{self.height}"
