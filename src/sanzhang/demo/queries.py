"""Whether what a county's pages show is invented."""

from sanzhang.demo.entries import LOADED
from sanzhang.journal.models import Entry


def is_demo(county: str) -> bool:
    """Whether the journal of ``county`` begins with the mark of the demonstration. One look at an index, however long the journal is."""
    return Entry.objects.filter(county=county).order_by("recorded_at").values_list("kind", flat=True).first() == LOADED
