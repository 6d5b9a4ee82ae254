"""The kinds of entry of this subject, one a file."""

from typing import Any

from sanzhang.journal.kinds import Kind
from sanzhang.people.entries import appoint, erase_person, hand_over, remove_appointment, remove_person, set_person

KINDS: list[Kind[Any]] = [set_person.KIND, remove_person.KIND, erase_person.KIND, appoint.KIND, remove_appointment.KIND, hand_over.KIND]
