"""How far a phone has pulled: the last sealed entry it knows of, the scope it pulled with, and the standards it has."""

import hashlib
from dataclasses import dataclass

from sanzhang.journal.actors import Actor


@dataclass(frozen=True, slots=True)
class Cursor:
    """Opaque to the phone. ``seq`` is a place in the county's chain: sealing orders entries after their commit, so nothing slips past it."""

    seq: int
    scope: str
    standards: str

    def __str__(self) -> str:
        return f"{self.seq}.{self.scope}.{self.standards}"


def read_cursor(text: str) -> Cursor | None:
    """The cursor in ``text``; None for one that this server did not give out, which then counts as none."""
    parts = text.split(".")
    if len(parts) != 3 or not parts[0].isdigit() or len(parts[0]) > 18:
        return None
    return Cursor(int(parts[0]), parts[1], parts[2])


def scope_mark(actors: list[Actor]) -> str:
    """Changes when what the person may see or do changes: then everything is pulled anew, and what is no longer his goes."""
    held = sorted((actor.post, actor.area, actor.sector, *sorted(actor.powers)) for actor in actors)
    return hashlib.sha256(repr(held).encode()).hexdigest()[:12]
