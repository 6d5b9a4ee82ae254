"""The journal's own tables, and the base of every table that is computed from it."""

from django.db import models


class Entry(models.Model):
    """One fact: append only. ``body`` is the canonical JSON that was submitted; the columns repeat it for searching.

    ``seq``, ``prev_hash`` and ``hash`` are filled when the entry is sealed into its county's chain, shortly after the commit.
    ``sent_hash`` is a keyed hash of what was sent, before anything personal in it was encrypted: by it the same entry is known again.
    ``clock_offset``: seconds by which the clock of ``device`` was behind the server's, as measured when the entry arrived.
    """

    id = models.UUIDField(primary_key=True)
    county = models.CharField(max_length=6)
    seq = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=60)
    area = models.CharField(max_length=15)
    person = models.CharField(max_length=60)
    post = models.CharField(max_length=60)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    batch = models.CharField(max_length=36, blank=True, default="")
    body = models.TextField()
    content_hash = models.CharField(max_length=64)
    sent_hash = models.CharField(max_length=64, blank=True, default="")
    device = models.CharField(max_length=36, blank=True, default="")
    clock_offset = models.IntegerField(default=0)
    prev_hash = models.CharField(max_length=64, blank=True, default="")
    hash = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["county", "seq"], name="journal_one_entry_per_seq")]
        indexes = [
            models.Index(fields=["county", "recorded_at"], name="journal_county_recorded"),
            # Sealing looks only at what is not sealed yet; a partial index keeps that cheap however long the journal grows.
            models.Index(fields=["county", "recorded_at"], condition=models.Q(seq__isnull=True), name="journal_unsealed"),
            models.Index(fields=["batch"], condition=~models.Q(batch=""), name="journal_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Checkpoint(models.Model):
    """A signed statement that a county's chain reached ``seq`` with ``hash``: what makes cutting off its end visible."""

    county = models.CharField(max_length=6)
    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    public_key = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["county", "seq"], name="journal_one_checkpoint_per_seq")]

    def __str__(self) -> str:
        return f"{self.county} {self.seq}"


class SubjectKey(models.Model):
    """The key that opens what the journal holds about one person. Destroying it erases that, and the chain still verifies."""

    subject = models.CharField(max_length=60, primary_key=True)
    wrapped = models.BinaryField()

    def __str__(self) -> str:
        return self.subject


class Projection(models.Model):
    """Base of every table computed from the journal: only an entry's ``apply`` writes it, and a rebuild reproduces it."""

    class Meta:
        abstract = True


class Version(Projection):
    """One state of one thing, from the entry that set it to the entry that superseded it. Old states stay.

    ``key`` names the thing; the row without ``superseded_at`` is its present state.
    """

    id = models.UUIDField(primary_key=True)
    key = models.CharField(max_length=60)
    county = models.CharField(max_length=6)
    entry = models.UUIDField()
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(superseded_at__isnull=True), name="%(app_label)s_%(class)s_one_present"
            ),
        ]
        indexes = [models.Index(fields=["county", "superseded_at"], name="%(app_label)s_%(class)s_county")]
