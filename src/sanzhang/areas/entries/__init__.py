"""The kinds of entry of this subject, one a file."""

from sanzhang.areas.entries import set_area, remove_area

KINDS = [set_area.KIND, remove_area.KIND]
