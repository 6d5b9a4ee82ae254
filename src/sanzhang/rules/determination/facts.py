"""What is asked about premises before a determination, and what each kind of premises says by itself."""

from dataclasses import dataclass
from functools import cached_property

from sanzhang.rules.pack.model import Grade, Id, Statement, Text


class Fact(Statement):
    """A question that is answered by yes, no, or not known.

    ``of`` and ``not_of``: kinds of premises (or groups of them) that settle it; ``implies``: facts that follow from it.
    ``claimed``: false unless somebody says so, because it is claimed rather than looked up. ``words``: how a table of elements may call it too.
    """

    id: Id
    title: Text
    source: str
    grade: Grade
    implies: tuple[Id, ...] = ()
    of: tuple[Id, ...] = ()
    not_of: tuple[Id, ...] = ()
    claimed: bool = False
    words: tuple[str, ...] = ()


class FactList(Statement):
    """The file of facts."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class FactTable:
    """Facts by name. ``of_kind``: what each kind of premises settles, yes or no."""

    facts: tuple[Fact, ...]
    of_kind: dict[str, dict[str, bool]]

    @cached_property
    def by_id(self) -> dict[str, Fact]:
        """Facts by name."""
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """Facts that a kind of premises may settle; each may also be said in place of a kind."""
        return tuple(fact.id for fact in self.facts if fact.of or fact.not_of)
