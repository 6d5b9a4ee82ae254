"""How PostgreSQL finds the rows of a long list."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

# A county's rows are in memory or on a disk without moving parts, and starting helpers takes longer than one index takes to walk.
SETTINGS = {"plan_cache_mode": "force_custom_plan", "random_page_cost": "1.1", "max_parallel_workers_per_gather": "0"}


@contextmanager
def planned_for_these_values() -> Iterator[None]:
    """Inside, PostgreSQL plans each query for the values in it, also one that it has seen often.

    Otherwise it soon plans without them: for any area and sector at once, as if few rows were inside, and sorts all of a town's to show a page.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        asked = ", ".join(["set_config(%s, %s, true)"] * len(SETTINGS))
        cursor.execute(f"SELECT {asked}", [word for setting in SETTINGS.items() for word in setting])
        yield
