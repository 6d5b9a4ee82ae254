"""How PostgreSQL finds the rows of a long list."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def planned_for_these_values() -> Iterator[None]:
    """Inside, PostgreSQL plans each query for the values in it, also one that it has seen often.

    Otherwise it soon plans without them: for any area and sector at once, as if few rows were inside, and sorts all of a town's to show a page.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = force_custom_plan")
        yield
