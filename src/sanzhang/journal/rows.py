"""Plain inserts and look-ups. Writing is the hot path of the whole product: here a table's statement is composed once, not once a row."""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from django.db import connection
from django.db.models import BooleanField, CharField, Field, FloatField, IntegerField, Model, PositiveSmallIntegerField, TextField

PLAIN = {BooleanField, CharField, FloatField, IntegerField, PositiveSmallIntegerField, TextField}


def insert(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert ``rows``, given by column attribute (``record_id``, not ``record``); what a row does not name has the field's default."""
    if not rows:
        return
    statement, fields = _statement(model)
    values = [[_value(field, plain, row) for field, plain in fields] for row in rows]
    with connection.cursor() as cursor:
        if len(values) == 1:
            cursor.execute(statement, values[0])
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


def _value(field: "Field[Any, Any]", plain: bool, row: Mapping[str, Any]) -> Any:
    value = row[field.attname] if field.attname in row else field.get_default()
    return value if plain else field.get_db_prep_save(value, connection)


@cache
def _statement(model: type[Model]) -> tuple[str, tuple[tuple["Field[Any, Any]", bool], ...]]:
    """The statement, and each field with whether its values go to the database as they are."""
    fields = tuple((field, type(field) in PLAIN) for field in model._meta.local_concrete_fields)
    columns = ", ".join(f'"{field.column}"' for field, _plain in fields)
    places = ", ".join("%s" for _field in fields)
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({places})', fields  # noqa: S608 - names of our own tables
