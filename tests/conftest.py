"""For every test: a guard on the database, so that a projection written outside the journal fails the test.

``SANZHANG_DATABASE_URL`` chooses the database (SQLite in memory without it); ``tests/on_postgres.py`` runs everything again on PostgreSQL.
Secrets and home are set in ``tests/settings.py``, before Django loads.
"""

from collections.abc import Generator, Iterator

import pytest
from playwright.sync_api import Playwright, sync_playwright

from sanzhang.journal.projecting import guarded


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None, object, object]:
    """Guard the test itself; emptying the tables afterwards is the database's business."""
    with guarded():
        return (yield)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The one Playwright of a run: a second beside it is refused by the library."""
    with sync_playwright() as running:
        yield running
