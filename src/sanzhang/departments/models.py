"""Departments of the county."""

from django.db import models

from sanzhang.journal.models import Version


class Department(Version):
    """The body that answers for a sector. ``key`` is county and sector: one department a sector."""

    sector = models.CharField(max_length=60)
    name = models.CharField(max_length=100)
    contact = models.CharField(max_length=60, blank=True, default="")

    class Meta(Version.Meta):
        pass

    def __str__(self) -> str:
        return self.name
