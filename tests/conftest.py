"""For every test: a guard on the database, so that a projection written outside the journal fails the test.

``SANZHANG_DATABASE_URL`` chooses the database (SQLite in memory without it); ``tests/on_postgres.py`` runs everything again on PostgreSQL.
Secrets and home are set in ``tests/settings.py``, before Django loads.
"""

import os
from collections.abc import Generator, Iterator

import pytest
from playwright.sync_api import Playwright, sync_playwright

from sanzhang.journal.projecting import guarded


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None, object, object]:
    """Guard the test itself; emptying the tables afterwards is the database's business."""
    with guarded():
        return (yield)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what touches a database is run: the rest is the same there."""
    if "SANZHANG_DATABASE_URL" not in os.environ:
        return
    touching = [
        item
        for item in items
        if item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    ]
    config.hook.pytest_deselected(items=list(set(items) - set(touching)))
    items[:] = touching


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The one Playwright of a run: a second beside it is refused by the library."""
    with sync_playwright() as running:
        yield running
