"""The editions of the standard as a county has them: those that ship, with the elements that its brigade has loaded and checked."""

from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet

from sanzhang.determination.models import ElementTable
from sanzhang.packs import editions
from sanzhang.rules.determination.editions import Edition, Editions
from sanzhang.rules.determination.rows import Row
from sanzhang.rules.determination.table import read_table

KEPT = 64  # counties whose editions are kept ready in one process


def tables_of(county: str) -> QuerySet[ElementTable]:
    """Every table that the county's brigade has loaded, the newest first."""
    return ElementTable.objects.filter(county=county).order_by("-recorded_at", "-id")


def in_use(county: str) -> dict[str, UUID]:
    """For each edition the table by which the county judges: the one that was last found right."""
    found = ElementTable.objects.filter(county=county, right=True).order_by("checked_at", "recorded_at", "id")
    return dict(found.values_list("edition", "id"))


def editions_for(county: str) -> Editions:
    """Every edition, with the elements that the county's brigade has loaded and a second person has checked."""
    return _filled(tuple(in_use(county).values()))


def edition_for(county: str, day: date) -> Edition:
    """The edition by which the county judges what was inspected on ``day``."""
    return editions_for(county).on(day)


def rows_of(table: ElementTable) -> list[Row]:
    """The rows as the rules take them."""
    return [Row(row["line"], row["cells"]) for row in table.rows]


@lru_cache(maxsize=KEPT)
def _filled(tables: tuple[UUID, ...]) -> Editions:
    """The editions with these tables, whose rows never change."""
    found = editions()
    waiting = [one.id for one in found if not one.loaded]  # an edition that ships with its elements needs no county's table any more
    for table in ElementTable.objects.filter(id__in=tables, edition__in=waiting):
        found = found.replaced(read_table(rows_of(table), table.edition, editions(), named=False))
    return found
