"""What every shape of an answer is built on, and the shapes that several answers share."""

from enum import StrEnum
from typing import Any

from ninja import Schema
from pydantic import ConfigDict, WithJsonSchema


def _opened(schema: dict[str, Any]) -> None:
    schema.pop("additionalProperties", None)


class Shape(Schema):
    """Just these fields: one more, or one that is missing, is an error. (Later versions may tell more, so the description leaves room.)"""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_opened)


class Problem(Shape):
    """What is wrong: a code for programs; for people what happened, and what to do, in the language of ``Accept-Language``."""

    code: str
    message: str
    hint: str


class Person(Shape):
    """A person by key and name."""

    key: str
    name: str


def values(of: type[StrEnum]) -> WithJsonSchema:
    """In the description stand the values, not the name of the class: several are called State."""
    return WithJsonSchema({"type": "string", "enum": [str(value) for value in of]})
