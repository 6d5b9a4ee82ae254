"""Rows that are made only for the page that is shown, however long the list is."""

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from itertools import islice
from typing import Any, Self
from urllib.parse import quote

from django.urls import reverse
from django.utils.functional import cached_property

CHUNK = 1000
NOTHING = "00000000-0000-0000-0000-000000000000"
Row = dict[str, Any]


def with_key(names: Sequence[str]) -> tuple[str, ...]:
    """``names`` to order by, and equal ones by their key: in the direction of the last name, so that an index can be walked either way."""
    return (*names, "-pk" if names and names[-1].startswith("-") else "pk")


def _by_columns(query: Any, names: Sequence[str]) -> Any:
    return query.order_by(*with_key(names))


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
        return self._count

    __len__ = count

    @cached_property
    def _count(self) -> int:
        return len(self._items) if isinstance(self._items, list) else int(self._items.count())

    def order_by(self, *names: str) -> Self:
        """The same rows in the order of the columns ``names``; a minus sign turns one round."""
        turned = copy(self)
        turned._items = self._order(self._items, names)
        return turned

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return self._read(list(self._items[index]))
        return self[index : index + 1][0]

    def batches(self) -> Iterator[list[Row]]:
        """Every row, some at a time, in one pass over the list."""
        rest = iter(self._items if isinstance(self._items, list) else self._items.iterator(chunk_size=CHUNK))
        while part := list(islice(rest, CHUNK)):
            yield self._read(part)

    def __iter__(self) -> Iterator[Row]:
        for part in self.batches():
            yield from part


def batches(data: Any) -> Iterator[list[Row]]:
    """Every row of a table's data, some at a time."""
    return data.batches() if isinstance(data, Rows) else iter([list(data)])


def addresses(route: str) -> Callable[[Any], str]:
    """The address of each thing by its key, for routes with nothing else in them: composed once for a whole page of things."""
    before, after = reverse(route, args=[NOTHING]).split(NOTHING)
    return lambda key: f"{before}{quote(str(key), safe='')}{after}"
