"""The kinds of entry of this subject, one a file."""

from sanzhang.people.entries import appoint, erase_person, hand_over, remove_appointment, remove_person, set_person

KINDS = [set_person.KIND, remove_person.KIND, erase_person.KIND, appoint.KIND, remove_appointment.KIND, hand_over.KIND]
