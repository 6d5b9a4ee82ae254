"""A file between its check and its commit. It is no domain data: it goes when the import is committed, and after a day at the latest."""

from django.conf import settings
from django.db import models


class Upload(models.Model):
    """An uploaded file, and what its check found. Both are kept encrypted: a list of people holds telephone numbers."""

    id = models.UUIDField(primary_key=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    county = models.CharField(max_length=6)
    table = models.CharField(max_length=20)
    appointment = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    report = models.BinaryField(default=bytes)
    made_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.name
