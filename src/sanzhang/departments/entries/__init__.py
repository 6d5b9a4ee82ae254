"""The kinds of entry of this subject, one a file."""

from sanzhang.departments.entries import remove_department, set_department

KINDS = [set_department.KIND, remove_department.KIND]
