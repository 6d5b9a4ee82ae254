"""Projections may be written only while an entry is applied. The guard sits on the database connection, so no path around it exists in this program."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from sanzhang.journal.models import Projection

_applying: ContextVar[bool] = ContextVar("applying", default=False)
_rebuilding: ContextVar[bool] = ContextVar("rebuilding", default=False)
# Anywhere in the statement: a remark or a WITH may stand before it. Values never stand in the text, so no value can look like a write.
_WRITE = re.compile(
    r"\b(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?|MERGE\s+INTO|COPY)"
    r'\s+(?:ONLY\s+)?(?:"?\w+"?\.)?"?(\w+)"?',
    re.IGNORECASE,
)


class OutsideTheJournal(RuntimeError):
    """Something tried to change domain data without an entry."""


@contextmanager
def allowed() -> Iterator[None]:
    """While this is open, projections may be written."""
    token = _applying.set(True)
    try:
        yield
    finally:
        _applying.reset(token)


@contextmanager
def rebuilding() -> Iterator[None]:
    """While this is open, entries that were accepted before are applied again."""
    token = _rebuilding.set(True)
    try:
        with allowed():
            yield
    finally:
        _rebuilding.reset(token)


def is_rebuilding() -> bool:
    """Whether entries are being applied again."""
    return _rebuilding.get()


@cache
def projections() -> tuple[type[Projection], ...]:
    """Every table that is computed from the journal."""
    return tuple(model for model in apps.get_models() if issubclass(model, Projection))


@cache
def _tables() -> frozenset[str]:
    return frozenset(model._meta.db_table for model in projections())


def refuse_writes(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """A database wrapper that refuses to write a projection unless an entry is being applied."""
    if not _applying.get():
        for found in _WRITE.finditer(str(sql)):
            if found[1].lower() in _tables():
                raise OutsideTheJournal(f"{found[1]} is written without an entry")
    return execute(sql, params, many, context)


@contextmanager
def guarded() -> Iterator[None]:
    """Guard the current connection."""
    with connection.execute_wrapper(refuse_writes):
        yield


def middleware(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Guard every request: a page that would change domain data around the journal fails instead."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        with guarded():
            return get_response(request)

    return respond
