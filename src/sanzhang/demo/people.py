"""Invented people: names as they are heard in an Inner Mongolian banner, telephone numbers that cannot exist."""

import random
from dataclasses import dataclass
from functools import cache

import yaml

from sanzhang.demo.divisions import DATA


@cache
def _names() -> dict[str, list[str]]:
    """The shipped surnames, given names and Mongolian names."""
    read: dict[str, list[str]] = yaml.safe_load((DATA / "names.yaml").read_text("utf-8"))
    return read


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented. ``key`` is his id for ever, ``number`` what imports call him."""

    key: str
    number: str
    name: str
    phone: str
    organisation: str
    area: str


def invented_name(rng: random.Random, mongolian: float) -> str:
    """A name; a Mongolian one in the share ``mongolian`` of cases."""
    if rng.random() < mongolian:
        return rng.choice(_names()["mongolian"])
    return rng.choice(_names()["surnames"]) + rng.choice(_names()["given"])


class Registry:
    """Invents people one after another; numbers and telephones never repeat within a county."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self.people: list[Person] = []

    def person(self, key: str, organisation: str, area: str, *, mongolian: float) -> Person:
        """A new person, with a Mongolian name in the share ``mongolian`` of cases."""
        count = len(self.people) + 1
        made = Person(key, f"YS{count:05d}", invented_name(self._rng, mongolian), f"100{count:08d}", organisation, area)
        self.people.append(made)
        return made
