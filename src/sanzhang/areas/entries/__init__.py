"""The kinds of entry of this subject, one a file."""

from sanzhang.areas.entries import remove_area, set_area

KINDS = [set_area.KIND, remove_area.KIND]
