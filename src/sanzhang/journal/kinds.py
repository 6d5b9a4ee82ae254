"""Kinds of entry: what an entry of a kind holds, who may make it, what is checked, and what it changes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, StringConstraints

from sanzhang.journal.actors import Actor
from sanzhang.rules.problems import Problem, gettext_noop as _

# Texts of payloads are as long as the columns they go into: a longer one is refused with its reason, not by the database.
Short = Annotated[str, StringConstraints(max_length=60)]
Line = Annotated[str, StringConstraints(max_length=100)]
Name = Annotated[str, StringConstraints(max_length=200)]
Long = Annotated[str, StringConstraints(max_length=10_000)]
Code = Annotated[str, StringConstraints(max_length=15)]


class Payload(BaseModel):
    """Base of every payload: frozen, and an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


P = TypeVar("P", bound=Payload)


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants recorded. ``id`` is a UUIDv7 made where it was written, so that sending it twice is harmless."""

    id: UUID
    kind: str
    area: str
    occurred_at: datetime
    payload: dict[str, Any]
    batch: str = ""


@dataclass(frozen=True, slots=True)
class Written(Generic[P]):
    """An entry as ``apply`` and ``check`` see it: its payload read, its actor and times known."""

    id: UUID
    kind: str
    county: str
    area: str
    person: str
    post: str
    post_area: str
    sector: str
    occurred_at: datetime
    recorded_at: datetime
    batch: str
    payload: P


@dataclass(frozen=True, slots=True)
class Kind(Generic[P]):
    """One kind of entry.

    ``power``: the power it needs, or a function of the payload that names it. ``check`` raises ``Problem`` for what must not be;
    ``apply`` changes the tables and must depend on nothing but the entry and the tables. ``serial``: entries of this kind wait for each other
    within a county, because what one changes the next one checks.
    """

    name: str
    payload: type[P]
    power: str | Callable[[P], str]
    apply: Callable[[Written[P]], None]
    check: Callable[[Written[P], Actor], None] = lambda written, actor: None
    serial: bool = True

    def power_for(self, payload: P) -> str:
        """The power that an entry with ``payload`` needs."""
        return self.power if isinstance(self.power, str) else self.power(payload)


_KINDS: dict[str, Kind[Any]] = {}


def register(*kinds: Kind[Any]) -> None:
    """Make ``kinds`` known; each subject does so when it is loaded."""
    for kind in kinds:
        if _KINDS.setdefault(kind.name, kind) is not kind:
            raise ValueError(f"two kinds are called {kind.name}")


def kind_named(name: str) -> Kind[Any]:
    """The kind called ``name``. Raises ``Problem`` when there is none."""
    if name not in _KINDS:
        raise Problem("kind_unknown", _("不认识的记录种类“{kind}”。"), _("把应用更新到当前版本后再提交。"), kind=name)
    return _KINDS[name]


def kinds() -> list[str]:
    """The names of all kinds, sorted."""
    return sorted(_KINDS)
