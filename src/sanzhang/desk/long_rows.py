"""Rows of a table that grows for years: any page of them, however deep, without reading the rows before it."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, Self

from django.db.models import QuerySet

from sanzhang.desk.counted import counted
from sanzhang.desk.query_plans import planned_for_these_values
from sanzhang.desk.rows import Row, Rows, with_key
from sanzhang.desk.spots import Spot, can_be_spotted, read_spot

AT = "at"
NEAR = 5000  # rows; links to other pages lead to nearby ones, and to the first and the last
More = Callable[[list[Any], list[Row]], None]


class LongRows(Rows):
    """Rows of a query over such a table, of which ``read`` takes the ``fields`` alone. ``county``: the one whose journal changes the list.
    ``page`` adds to rows what only a page shows, ``file`` what only a file holds.

    A page is found in an index that holds what the list is filtered and ordered by. It is walked from the spot ``at`` which the page began
    that led here, so that rows added meanwhile move none to another page; from far away, from the nearer end of the list.
    """

    def __init__(
        self,
        items: QuerySet[Any],
        read: Callable[[list[Any]], list[Row]],
        fields: Sequence[str],
        county: str,
        *,
        page: More = lambda found, rows: None,
        file: More = lambda found, rows: None,
    ) -> None:
        super().__init__(items, read)
        self._fields, self._county, self._page, self._file = fields, county, page, file
        self._names: tuple[str, ...] = ()
        self.at = ""

    @cached_property
    def _count(self) -> int:
        return counted(self._county, self._items)

    def order_by(self, *names: str) -> Self:
        """The same rows in the order of the columns ``names``; a minus sign turns one round."""
        turned = super().order_by(*names)
        turned._names = with_key(names)
        return turned

    def __getitem__(self, index: Any) -> Any:
        """A page of rows; ``at`` is then the spot where it begins."""
        if not isinstance(index, slice):
            return super().__getitem__(index)
        end = min(index.stop, self._count)
        with planned_for_these_values():
            found = self._found(index.start, end)
        self.at = self._spot(index.start, found[0]).written() if found and can_be_spotted(self._items.model, self._names) else ""
        return self._made(found, self._page)

    def _found(self, start: int, end: int) -> list[Any]:
        model, rows, backwards, skipped = self._items.model, self._items, False, start
        spot = read_spot(self.at, model, self._names)
        if spot and 0 <= start - spot.number <= NEAR:
            rows, skipped = rows.filter(spot.onward(model)), start - spot.number
        elif spot and 0 <= spot.number - end <= NEAR:
            rows, backwards, skipped = rows.filter(spot.before(model)).reverse(), True, spot.number - end
        elif start > self._count // 2:
            rows, backwards, skipped = rows.reverse(), True, self._count - end
        found = self._chosen_from(rows, skipped, end - start)
        return found[::-1] if backwards else found

    def _chosen_from(self, rows: QuerySet[Any], skipped: int, count: int) -> list[Any]:
        page = slice(skipped, skipped + count)
        if not skipped:
            return list(self._chosen(rows)[page])
        # Past the rows before it the index alone is walked; what is shown is read afterwards.
        keys = list(rows.values_list("pk", flat=True)[page])
        by_key = {row.pk: row for row in self._chosen(rows.model.objects.filter(pk__in=keys))}
        return [by_key[key] for key in keys if key in by_key]

    def _spot(self, number: int, row: Any) -> Spot:
        return Spot(number, self._names, tuple(getattr(row, name.lstrip("-")) for name in self._names))

    def _chosen(self, rows: QuerySet[Any]) -> QuerySet[Any, Any]:
        ordering = [name.lstrip("-") for name in self._names] if can_be_spotted(self._items.model, self._names) else []
        return rows.values_list(*dict.fromkeys(["pk", *self._fields, *ordering]), named=True)

    def batches(self) -> Iterator[list[Row]]:
        """Every row as a file holds it, some at a time, in one pass over the list."""
        return Rows(self._chosen(self._items), lambda found: self._made(found, self._file)).batches()

    def _made(self, found: list[Any], more: More) -> list[Row]:
        rows = self._read(found)
        more(found, rows)
        return rows
