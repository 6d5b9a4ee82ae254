"""Plain inserts and look-ups. Writing is the hot path of the whole product: here a table's statement is composed once, not once a row."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    Field,
    FloatField,
    IntegerField,
    Model,
    PositiveSmallIntegerField,
    TextField,
    UUIDField,
)

Column = tuple[str, Callable[[], Any], Callable[[Any, Any], Any] | None]
FEW = 8  # so many rows go in one statement, which the database is asked but once for; of more, each has its own
PLAIN = {BooleanField, CharField, FloatField, IntegerField, PositiveSmallIntegerField, TextField}
# PostgreSQL has these itself; other databases are given texts.
NATIVE = {DateField, DateTimeField, UUIDField}


def insert(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert ``rows``, given by column attribute (``record_id``, not ``record``); what a row does not name has the field's default."""
    if not rows:
        return
    together, database = len(rows) if len(rows) <= FEW else 1, connections[DEFAULT_DB_ALIAS]
    statement, columns = _statement(model, together, database.vendor)
    values = [
        [
            value if prepare is None else prepare(value, database)
            for name, default, prepare in columns
            for value in (row[name] if name in row else default(),)
        ]
        for row in rows
    ]
    with database.cursor() as cursor:
        if together == len(rows):
            cursor.execute(statement, list(chain.from_iterable(values)))
        else:
            cursor.executemany(statement, values)


def select(model: type[Model], columns: tuple[str, ...], by: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """``columns`` of the rows whose column ``by`` holds one of ``values``."""
    statement, fields, key = _select_statement(model, columns, by, len(values))
    with connection.cursor() as cursor:
        cursor.execute(statement, [key.get_db_prep_value(value, connection) for value in values])
        rows = cursor.fetchall()
    return [tuple(field.to_python(value) for field, value in zip(fields, row, strict=True)) for row in rows] if values else []


@lru_cache(maxsize=256)
def _select_statement(
    model: type[Model], columns: tuple[str, ...], by: str, count: int
) -> tuple[str, list["Field[Any, Any]"], "Field[Any, Any]"]:
    fields: list[Field[Any, Any]] = [model._meta.get_field(name) for name in columns]  # type: ignore[misc]
    key: Field[Any, Any] = model._meta.get_field(by)  # type: ignore[assignment]
    wanted, places = ", ".join(f'"{field.column}"' for field in fields), ", ".join(["%s"] * count) or "NULL"
    return f'SELECT {wanted} FROM "{model._meta.db_table}" WHERE "{key.column}" IN ({places})', fields, key  # noqa: S608 - our own names


@cache
def _statement(model: type[Model], together: int, vendor: str) -> tuple[str, tuple[Column, ...]]:
    """The statement for so many rows, and of each column its name, its default, and what makes its values fit for the database, if anything."""
    plain = PLAIN | NATIVE if vendor == "postgresql" else PLAIN
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    names = ", ".join(f'"{field.column}"' for field in fields)
    row = f"({', '.join('%s' for _field in fields)})"
    columns = tuple((field.attname, field.get_default, None if type(field) in plain else field.get_db_prep_save) for field in fields)
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES {", ".join([row] * together)}', columns  # noqa: S608 - names of our own tables
