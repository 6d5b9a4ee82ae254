"""Rows that are made only for the page that is shown, however long the list is."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

CHUNK = 1000
Row = dict[str, Any]


def _by_columns(query: Any, names: Sequence[str]) -> Any:
    return query.order_by(*names, "pk")


class Rows:
    """A long list, or a query, as django-tables2 takes it. ``read`` makes the rows of one stretch, so that names are looked up once a page;
    ``order`` sorts the whole by column names (by default as the database does, equal ones by their key).
    """

    def __init__(
        self, items: Any, read: Callable[[list[Any]], list[Row]], order: Callable[[Any, Sequence[str]], Any] = _by_columns
    ) -> None:
        self._items, self._read, self._order = items, read, order

    def count(self) -> int:
        """How many there are."""
        return len(self._items) if isinstance(self._items, list) else int(self._items.count())

    __len__ = count

    def order_by(self, *names: str) -> "Rows":
        """The same rows in the order of the columns ``names``; a minus sign turns one round."""
        return Rows(self._order(self._items, names), self._read, self._order)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return self._read(list(self._items[index]))
        return self._read([self._items[index]])[0]

    def __iter__(self) -> Iterator[Row]:
        for start in range(0, self.count(), CHUNK):
            yield from self[start : start + CHUNK]
