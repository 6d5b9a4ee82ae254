"""The kinds of entry of this subject, one a file."""

from typing import Any

from sanzhang.departments.entries import remove_department, set_department
from sanzhang.journal.kinds import Kind

KINDS: list[Kind[Any]] = [set_department.KIND, remove_department.KIND]
