"""The kinds of entry of this subject, one a file."""

from sanzhang.people.entries import set_person, remove_person, erase_person, appoint, remove_appointment, hand_over

KINDS = [set_person.KIND, remove_person.KIND, erase_person.KIND, appoint.KIND, remove_appointment.KIND, hand_over.KIND]
