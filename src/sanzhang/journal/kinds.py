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
    """What somebody wants recorded. ``id`` is a UUIDv7 made where it was written, so that sending it twice is harmless.

    ``clock_set``: seconds by which the clock of ``device`` has been set forward since; it is not part of what was written, and another sending
    may say something else.
    """

    id: UUID
    kind: str
    area: str
    occurred_at: datetime
    payload: dict[str, Any]
    batch: str = ""
    device: str = ""
    clock_set: int = 0


@dataclass(frozen=True, slots=True)
class Written(Generic[P]):
    """An entry as ``apply`` and ``check`` see it: its payload read, its actor and times known.

    ``occurred_at`` is put right by ``clock_offset``, the seconds by which the sending device's clock was behind the server's.
    """

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
    device: str = ""
    clock_offset: int = 0


@dataclass(frozen=True, slots=True)
class Kind(Generic[P]):
    """One kind of entry.

    ``power``: the power it needs, or a function of the entry that names it. ``check`` raises ``Problem`` for what must not be;
    ``apply`` changes the tables and must depend on nothing but the entry and the tables. ``serial``: entries of this kind wait for each other
    within a county, because what one changes the next one checks. ``protect`` takes a payload as it was sent, and the entry's id, and gives it
    as the journal may keep it: with personal data encrypted, or left out.
    """

    name: str
    payload: type[P]
    power: str | Callable[[Written[P]], str]
    apply: Callable[[Written[P]], None]
    check: Callable[[Written[P], Actor], None] = lambda written, actor: None
    serial: bool = True
    protect: Callable[[dict[str, Any], UUID], dict[str, Any]] | None = None

    def power_for(self, written: Written[P]) -> str:
        """The power that ``written`` needs."""
        return self.power if isinstance(self.power, str) else self.power(written)


_KINDS: dict[str, Kind[Any]] = {}
_REACTIONS: dict[str, list[Callable[[Written[Any]], None]]] = {}


def register(*kinds: Kind[Any]) -> None:
    """Make ``kinds`` known; each subject does so when it is loaded."""
    for kind in kinds:
        if _KINDS.setdefault(kind.name, kind) is not kind:
            raise ValueError(f"two kinds are called {kind.name}")


def react(kind: str, change: Callable[[Written[Any]], None]) -> None:
    """Let ``change`` follow every entry of ``kind``: how one subject's tables follow from another's entries. Once, however often asked."""
    reactions = _REACTIONS.setdefault(kind, [])
    if change not in reactions:
        reactions.append(change)


def apply(written: Written[Any]) -> None:
    """Change the tables as the entry says: first those of its own subject, then those that follow from it."""
    kind_named(written.kind).apply(written)
    for change in _REACTIONS.get(written.kind, ()):
        change(written)


def kind_named(name: str) -> Kind[Any]:
    """The kind called ``name``. Raises ``Problem`` when there is none."""
    if name not in _KINDS:
        raise Problem("kind_unknown", _("不认识的记录种类“{kind}”。"), _("把应用更新到当前版本后再提交。"), kind=name)
    return _KINDS[name]


def kinds() -> list[str]:
    """The names of all kinds, sorted."""
    return sorted(_KINDS)
