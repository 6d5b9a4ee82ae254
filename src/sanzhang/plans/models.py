"""Plans of inspections. How far one is, is stored nowhere: it is read from the inspections that were made anyway."""

from django.db import models

from sanzhang.journal.models import Projection


class Plan(Projection):
    """A plan of inspections in ``area`` (and ``sector``; empty: all) from ``first`` to ``last``; counted up to ``until``, earlier where it was ended.

    ``kinds`` and ``marks``: which premises were looked for. ``checklist``: the one that has to be used, empty for any. ``departments``: sectors that are
    invited. ``count``, ``per_place`` and ``recent_days`` are a draw's; ``workdays`` a revisit's.
    """

    id = models.UUIDField(primary_key=True)
    county = models.CharField(max_length=6)
    area = models.CharField(max_length=15)
    sector = models.CharField(max_length=60, blank=True)
    plan_kind = models.CharField(max_length=10)
    title = models.CharField(max_length=100)
    first = models.DateField()
    last = models.DateField()
    until = models.DateField()
    kinds = models.JSONField()
    marks = models.JSONField()
    checklist = models.CharField(max_length=60, blank=True)
    departments = models.JSONField()
    count = models.PositiveIntegerField(default=0)
    per_place = models.PositiveSmallIntegerField(default=0)
    recent_days = models.PositiveSmallIntegerField(default=0)
    workdays = models.PositiveSmallIntegerField(null=True)
    note = models.TextField(blank=True)
    person = models.CharField(max_length=60)
    post = models.CharField(max_length=60)
    post_area = models.CharField(max_length=15)
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_because = models.TextField(blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["county", "last"], name="plans_county_last"),
            models.Index(fields=["area"], name="plans_area"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        """Whether it was ended or withdrawn, so that nothing is asked for any more."""
        return self.ended_at is not None or self.withdrawn_at is not None


class PlanPlace(Projection):
    """A planned place, by the key of its premises. An inspection counts from ``since`` on, and is in time up to ``due``."""

    id = models.UUIDField(primary_key=True)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="places", db_constraint=False)
    number = models.PositiveIntegerField()
    place = models.CharField(max_length=60)
    since = models.DateField()
    due = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["place"], name="plans_place")]

    def __str__(self) -> str:
        return self.place


class PlanInspector(Projection):
    """Somebody who was drawn to inspect a planned place."""

    id = models.UUIDField(primary_key=True)
    at = models.ForeignKey(PlanPlace, on_delete=models.CASCADE, related_name="inspectors", db_constraint=False)
    number = models.PositiveSmallIntegerField()
    person = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.person


class PlanDraw(Projection):
    """How the places of a plan were drawn; ``id`` is the entry that holds pool and result. ``excluded``: how many for each reason."""

    id = models.UUIDField(primary_key=True)
    plan = models.OneToOneField(Plan, on_delete=models.CASCADE, related_name="draw", db_constraint=False)
    seed = models.CharField(max_length=100)
    seed_from = models.CharField(max_length=10)
    pool_hash = models.CharField(max_length=64)
    pool_places = models.PositiveIntegerField()
    pool_inspectors = models.PositiveIntegerField()
    excluded = models.JSONField()
    person = models.CharField(max_length=60)
    post = models.CharField(max_length=60)
    occurred_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.seed
