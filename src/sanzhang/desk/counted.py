"""How many rows a long list has: counted once for as long as the county's journal has not moved, since nothing else changes the list."""

import threading
from collections import OrderedDict
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from sanzhang.desk.query_plans import planned_for_these_values
from sanzhang.journal.queries import length_of

KEPT = 512

_kept: OrderedDict[tuple[str, str], tuple[int, int]] = OrderedDict()
_lock = threading.Lock()


def counted(county: str, rows: QuerySet[Any]) -> int:
    """How many ``rows`` there are; they follow from the journal of ``county`` alone. Never late: an entry more, and they are counted again."""
    try:
        key = county, repr(rows.order_by().query.sql_with_params())
    except EmptyResultSet:  # nothing can be in it, whatever the journal holds
        return 0
    length = length_of(county)  # before counting: what arrives meanwhile is then counted once more, not forgotten
    with _lock:
        kept = _kept.get(key)
        if kept and kept[0] == length:
            _kept.move_to_end(key)
            return kept[1]
    with planned_for_these_values():
        count = rows.count()
    with _lock:
        _kept[key] = length, count
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return count
