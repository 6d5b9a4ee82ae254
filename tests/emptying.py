"""Transactional tests empty all tables at their end, which the journal's own triggers forbid; so they are taken off just then."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from django.db import connection

_triggers = import_module("sanzhang.journal.migrations.0002_append_only")


@contextmanager
def journal_may_be_emptied_after() -> Iterator[None]:
    """The triggers stand inside, and are off afterwards, until the next of these."""
    with connection.schema_editor() as editor:
        _triggers.drop(None, editor)
        _triggers.create(None, editor)
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            _triggers.drop(None, editor)
