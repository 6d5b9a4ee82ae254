"""Floor 1: the packs that ship with the program, and how they are read from their files."""

from sanzhang.packs.load import load_folder, pack_for, shipped

__all__ = ["load_folder", "pack_for", "shipped"]
