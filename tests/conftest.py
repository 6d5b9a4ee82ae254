"""For every test: a guard on the database, so that a projection written outside the journal fails the test.

``SANZHANG_DATABASE_URL`` chooses the database (SQLite in memory without it); ``tests/on_postgres.py`` runs everything again on PostgreSQL.
Secrets and home are set in ``tests/settings.py``, before Django loads.
"""

from collections.abc import Generator

import pytest

from sanzhang.journal.projecting import guarded


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None, object, object]:
    """Guard the test itself; emptying the tables afterwards is the database's business."""
    with guarded():
        return (yield)
