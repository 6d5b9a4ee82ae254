"""The kinds of entry of this subject, one a file."""

from sanzhang.committee.entries import set_committee, remove_committee, decide_parameter

KINDS = [set_committee.KIND, remove_committee.KIND, decide_parameter.KIND]
