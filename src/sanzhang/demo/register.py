"""The register of the county as journal steps: areas, people and posts, on the first day and as they change."""

from datetime import date, timedelta

from sanzhang.demo.areas import Areas
from sanzhang.demo.chronicle import Chronicle
from sanzhang.demo.directory import Directory, author
from sanzhang.demo.ids import clock
from sanzhang.demo.people import Person
from sanzhang.demo.staff import Staff
from sanzhang.demo.steps import PROGRAM, Author, Payload, successor_key
from sanzhang.rules.facts import Appointment, Area

_MORNING = 3600 * 9
_MANAGES_AREAS = "manage.areas"
_MANAGES_PEOPLE = "manage.people"


def write_register(chronicle: Chronicle, directory: Directory, areas: Areas, staff: Staff) -> list[Appointment]:
    """Areas, people and posts of the first day, and every change after it. Returns the appointments that hand-overs begin."""
    _write_first_day(chronicle, areas, staff)
    _write_area_changes(chronicle, directory, areas, staff)
    return [_hand_over(chronicle, directory, leaving, person, day) for leaving, person, day in staff.handovers]


def _write_first_day(chronicle: Chronicle, areas: Areas, staff: Staff) -> None:
    known = {area.code for area in areas.at_first}
    come_later = {person.key for _leaving, person, _day in staff.handovers}
    for area in areas.at_first:
        chronicle.set_up("area.set", area.code, _area(area))
    for person in staff.people:
        if person.area in known and person.key not in come_later:
            chronicle.set_up("person.set", person.area, _person(person))
    for held in staff.appointments:
        if held.area in known:
            chronicle.set_up("appointment.set", held.area, _appointment(held, end=None))


def _write_area_changes(chronicle: Chronicle, directory: Directory, areas: Areas, staff: Staff) -> None:
    """New areas with their people, ended areas with the ends of the posts in them."""
    known = {area.code for area in areas.at_first}
    for day, area in areas.later:
        moment = clock(day, _MORNING)
        chronicle.add("area.set", area.code, _by(directory, _MANAGES_AREAS, area.code, day), moment, _area(area))
    for day, area in areas.later:
        by, moment = _by(directory, _MANAGES_PEOPLE, area.code, day), clock(day, _MORNING + 600)
        if area.code not in known:
            for person in staff.people:
                if person.area == area.code:
                    chronicle.add("person.set", area.code, by, moment, _person(person))
        for held in staff.appointments:
            if held.area == area.code:
                chronicle.add("appointment.set", area.code, by, moment, _appointment(held, end=held.end))


def _hand_over(chronicle: Chronicle, directory: Directory, leaving: Appointment, person: Person, day: date) -> Appointment:
    told = day - timedelta(days=2)
    by = _by(directory, _MANAGES_PEOPLE, leaving.area, told, but=leaving.person)
    chronicle.add("person.set", person.area, by, clock(told, _MORNING), _person(person))
    said = {
        "appointment": leaving.id,
        "successor": person.key,
        "from_day": day.isoformat(),
        "open_duties": [],
        "note": "人事调整，按交接清单逐项移交。",
    }
    step = chronicle.add("post.handed_over", leaving.area, by, clock(told, _MORNING + 1200), said)
    return Appointment(successor_key(step.id), person.key, leaving.post, leaving.area, day, None, leaving.sector)


def _by(directory: Directory, power: str, area: str, day: date, *, but: str = "") -> Author:
    held = directory.in_charge(power, area, day, but=but)
    return author(held) if held else PROGRAM


def _area(area: Area) -> Payload:
    return {
        "name": area.name,
        "kind": area.kind,
        "valid_from": _iso(area.valid_from),
        "valid_to": _iso(area.valid_to),
        "merged_into": area.merged_into,
    }


def _person(person: Person) -> Payload:
    """Name and telephone in the clear: what loads this into a journal encrypts them first."""
    return {"key": person.key, "number": person.number, "organisation": person.organisation, "name": person.name, "phone": person.phone}


def _appointment(held: Appointment, end: date | None) -> Payload:
    return {
        "key": held.id,
        "person": held.person,
        "post": held.post,
        "sector": held.sector,
        "start": held.start.isoformat(),
        "end": _iso(end),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
