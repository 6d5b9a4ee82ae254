"""Floor 1: the packs that ship with the program, and how they are read from their files."""

from sanzhang.packs.load import (
    checklist,
    checklists,
    editions,
    every_checklist,
    household_categories,
    life_cycle,
    load_folder,
    pack_for,
    premises_kinds,
    shipped,
)

__all__ = [
    "checklist",
    "checklists",
    "editions",
    "every_checklist",
    "household_categories",
    "life_cycle",
    "load_folder",
    "pack_for",
    "premises_kinds",
    "shipped",
]
