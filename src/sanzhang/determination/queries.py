"""The editions of the standard as a county has them: those that ship, with the elements that its brigade has loaded."""

from datetime import date
from functools import lru_cache
from uuid import UUID

from sanzhang.determination.models import ElementTable
from sanzhang.packs import editions
from sanzhang.rules.determination.editions import Edition, Editions
from sanzhang.rules.determination.rows import Row
from sanzhang.rules.determination.table import read_table

KEPT = 64  # counties whose editions are kept ready in one process


def editions_for(county: str) -> Editions:
    """Every edition, with the newest elements that the county's brigade has loaded."""
    newest = ElementTable.objects.filter(county=county).order_by("edition", "recorded_at", "id").values_list("edition", "id")
    return _filled(tuple(dict(newest).values()))


def edition_for(county: str, day: date) -> Edition:
    """The edition by which the county judges what was inspected on ``day``."""
    return editions_for(county).on(day)


@lru_cache(maxsize=KEPT)
def _filled(tables: tuple[UUID, ...]) -> Editions:
    """The editions with these tables, which never change."""
    found = editions()
    waiting = [one.id for one in found if not one.loaded]  # an edition that ships with its elements needs no county's table any more
    for table in ElementTable.objects.filter(id__in=tables, edition__in=waiting):
        rows = [Row(row["line"], row["cells"]) for row in table.rows]
        found = found.replaced(read_table(rows, table.edition, editions()))
    return found
