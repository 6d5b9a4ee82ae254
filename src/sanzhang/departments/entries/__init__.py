"""The kinds of entry of this subject, one a file."""

from sanzhang.departments.entries import set_department, remove_department

KINDS = [set_department.KIND, remove_department.KIND]
