"""People and the posts they hold."""

from django.db import models

from sanzhang.journal.models import Version


class Person(Version):
    """Somebody who works in the system. ``number`` is the key that imports use; ``sealed`` holds what is hidden (telephone)."""

    number = models.CharField(max_length=60)
    area = models.CharField(max_length=15)
    name = models.CharField(max_length=60)
    organisation = models.CharField(max_length=100, blank=True, default="")
    sealed = models.JSONField(default=dict)

    class Meta(Version.Meta):
        constraints = [
            *Version.Meta.constraints,
            models.UniqueConstraint(fields=["county", "number"], condition=models.Q(superseded_at__isnull=True), name="people_number_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Appointment(Version):
    """A person in a post, in an area (and sector), from ``start`` to ``end``. A slice (分片包干) is an appointment to the slice post of the pack."""

    person = models.CharField(max_length=60)
    post = models.CharField(max_length=60)
    area = models.CharField(max_length=15)
    sector = models.CharField(max_length=60, blank=True, default="")
    start = models.DateField()
    end = models.DateField(null=True)

    class Meta(Version.Meta):
        indexes = [
            *Version.Meta.indexes,
            models.Index(fields=["person"], name="people_appointment_person"),
            models.Index(fields=["area"], name="people_appointment_area"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.post} {self.area}"
