"""Words for places that several pages share: where they lie, and of what kind they are."""

from sanzhang.areas.queries import names_for
from sanzhang.desk.forms.areas import area_choices
from sanzhang.desk.words import say
from sanzhang.journal.actors import Scope
from sanzhang.packs import household_categories, premises_kinds
from sanzhang.rules.areas import LENGTHS, Level, named


def place_names(codes: list[str]) -> dict[str, str]:
    """What the areas with ``codes`` are called; a grid by its village too."""
    names = names_for(list({*codes, *(code[: LENGTHS[Level.VILLAGE]] for code in codes)}))
    return {code: named(code, names) for code in codes}


def area_filter(scope: Scope) -> list[tuple[str, str]]:
    """The areas by which a list of places is narrowed: towns and villages; grids too where there is no more than a village."""
    wide = area_choices(scope, Level.TOWN, Level.VILLAGE)
    return wide if len(wide) > 1 else [*wide, *area_choices(scope, Level.GRID)]


def kind_titles() -> dict[str, str]:
    """Kinds of premises in words."""
    return {kind.id: say(kind.title) for kind in premises_kinds().kinds}


def kind_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """Kinds of premises as a form offers them: under their headings."""
    known = premises_kinds()
    return [(say(group.title), [(kind.id, say(kind.title)) for kind in known.kinds if kind.group == group.id]) for group in known.groups]


def mark_titles() -> dict[str, str]:
    """Marks of premises in words."""
    return {mark.id: say(mark.title) for mark in premises_kinds().marks}


def category_titles() -> dict[str, str]:
    """Categories of vulnerable people in words."""
    return {category.id: say(category.title) for category in household_categories().categories}
