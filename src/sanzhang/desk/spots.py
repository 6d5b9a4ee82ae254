"""Spots in a long list: from the one where a page begins, the pages around it are reached without counting rows from the beginning."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import BooleanField, F, Field, Func, GeneratedField, Model, Value

SEPARATOR = "~"


@dataclass(frozen=True, slots=True)
class Spot:
    """The row before which there are ``number`` others, when the list is ordered by ``names`` (all with a minus sign, or none; the key last)."""

    number: int
    names: tuple[str, ...]
    values: tuple[Any, ...]

    def onward(self, model: type[Model]) -> Func:
        """The condition for this row and all after it."""
        return self._compare(model, "<=" if self.names[0].startswith("-") else ">=")

    def before(self, model: type[Model]) -> Func:
        """The condition for all before it."""
        return self._compare(model, ">" if self.names[0].startswith("-") else "<")

    def written(self) -> str:
        """For an address; ``read_spot`` reads it."""
        return SEPARATOR.join([str(self.number), ",".join(self.names), *map(str, self.values)])

    def _compare(self, model: type[Model], sign: str) -> Func:
        # (a, b) >= (x, y) as one comparison: an index serves it as one range, which it does for no chain of AND and OR.
        fields = _fields(model, self.names)
        values = (Value(value, output_field=_kind(field)) for value, field in zip(self.values, fields, strict=True))
        rows = (Func(*parts, template="(%(expressions)s)") for parts in ((F(field.name) for field in fields), values))
        return Func(*rows, template="%(expressions)s", arg_joiner=f" {sign} ", output_field=BooleanField())


def can_be_spotted(model: type[Model], names: Sequence[str]) -> bool:
    """Whether a list in that order has spots: every row has a place by its own columns, and all of them go the same way."""
    try:
        fields = _fields(model, names)
    except FieldDoesNotExist:
        return False
    return bool(names) and not any(field.null for field in fields) and len({name.startswith("-") for name in names}) == 1


def read_spot(text: str, model: type[Model], names: tuple[str, ...]) -> Spot | None:
    """A spot as an address holds it; None for one of another order, or that nobody wrote here."""
    number, *order_and_values = text.split(SEPARATOR)
    if not number.isdecimal() or order_and_values[:1] != [",".join(names)] or not can_be_spotted(model, names):
        return None
    try:
        values = tuple(_kind(field).to_python(value) for field, value in zip(_fields(model, names), order_and_values[1:], strict=True))
        return Spot(int(number), names, values) if None not in values else None
    except (ValidationError, ValueError):
        return None


def _fields(model: type[Model], names: Sequence[str]) -> list["Field[Any, Any]"]:
    key = model._meta.pk
    return [key if name.lstrip("-") == "pk" else model._meta.get_field(name.lstrip("-")) for name in names]  # type: ignore[misc]


def _kind(field: "Field[Any, Any]") -> "Field[Any, Any]":
    """What knows how to read and write the values of ``field``."""
    return (isinstance(field, GeneratedField) and field.output_field) or field
