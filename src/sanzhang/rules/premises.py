"""The kinds of premises that are registered, in groups, and the marks they may carry; the categories of vulnerable people."""

from collections.abc import Iterator
from datetime import date

from sanzhang.rules.pack.model import Grade, Id, Statement, Text
from sanzhang.rules.pack.reading import Place, made, twice, unknown, written
from sanzhang.rules.problems import Problem, Problems


class KindGroup(Statement):
    """A heading under which kinds are offered. As a checklist's ``for`` it means each of them."""

    id: Id
    title: Text


class Later(Statement):
    """Another checklist is the usual one from a day on."""

    valid_from: date
    checklist: Id


class _Listed(Statement):
    """Something with a usual checklist. ``later``: what takes its place, and when."""

    id: Id
    title: Text
    checklist: Id | None = None
    later: tuple[Later, ...] = ()

    def checklist_on(self, day: date) -> str:
        """The usual one on that day; empty when there is none."""
        valid = [one for one in self.later if one.valid_from <= day]
        return max(valid, key=lambda one: one.valid_from).checklist if valid else self.checklist or ""

    @property
    def checklists(self) -> tuple[str, ...]:
        """All that were, are or will be the usual one."""
        return (*([self.checklist] if self.checklist else []), *(one.checklist for one in self.later))


class PremisesKind(_Listed):
    """A kind of place. ``checklist``: the one usually used there.

    ``sector``: the line of business it usually belongs to, where a county's notice knows that sector.
    """

    group: Id
    checklist: Id
    sector: Id | None = None


class Mark(_Listed):
    """What a place may be besides its kind. ``checklist``: used instead of the kind's own."""


class PremisesKinds(Statement):
    """All of them, in the order in which they are offered."""

    groups: tuple[KindGroup, ...]
    kinds: tuple[PremisesKind, ...]
    marks: tuple[Mark, ...] = ()

    def named(self, name: str) -> tuple[str, ...]:
        """The kinds that ``name`` means: itself, or those of the group; none when nothing is called so."""
        return tuple(kind.id for kind in self.kinds if name in (kind.id, kind.group))


class Category(Statement):
    """Why somebody in a household needs more care. ``source`` and ``grade``: who counts such people among those to be looked after."""

    id: Id
    title: Text
    source: str
    grade: Grade


class HouseholdCategories(Statement):
    """The categories, and the purpose for which a household's personal data are kept unless another is written."""

    purpose: Text
    categories: tuple[Category, ...]


def read_premises_kinds(file: str, text: str) -> PremisesKinds:
    """The kinds of premises. Raises ``Problems`` with every mistake."""
    found = written(file, text)
    kinds = made(PremisesKinds, found.data, found.place)
    broken = list(_broken(kinds, found.place))
    if broken:
        raise Problems(broken)
    return kinds


def read_household_categories(file: str, text: str) -> HouseholdCategories:
    """The categories of vulnerable people. Raises ``Problems`` with every mistake."""
    found = written(file, text)
    categories = made(HouseholdCategories, found.data, found.place)
    ids = [(("categories", index), category.id) for index, category in enumerate(categories.categories)]
    broken = list(twice(ids, "categories", found.place))
    if broken:
        raise Problems(broken)
    return categories


def _broken(kinds: PremisesKinds, place: Place) -> Iterator[Problem]:
    groups = {group.id for group in kinds.groups}
    # groups and kinds share their names: a checklist's `for` may say either
    names = [(("groups", index), group.id) for index, group in enumerate(kinds.groups)]
    names += [(("kinds", index), kind.id) for index, kind in enumerate(kinds.kinds)]
    yield from twice(names, "kinds", place)
    yield from twice([(("marks", index), mark.id) for index, mark in enumerate(kinds.marks)], "marks", place)
    for index, kind in enumerate(kinds.kinds):
        if kind.group not in groups:
            yield unknown(kind.group, "groups", groups, place(("kinds", index, "group")))
