"""The kinds of entry of this subject, one a file."""

from sanzhang.committee.entries import decide_parameter, remove_committee, set_committee

KINDS = [set_committee.KIND, remove_committee.KIND, decide_parameter.KIND]
