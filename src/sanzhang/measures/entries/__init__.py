"""The kinds of entry of this subject, one a file."""

from sanzhang.measures.entries import decide_measure

KINDS = [decide_measure.KIND]
