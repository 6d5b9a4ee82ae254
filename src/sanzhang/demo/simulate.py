"""A county with people and a stretch of its life, out of a pack, a division list and a seed. No clock, no network, no database."""

from datetime import date, timedelta

from sanzhang.demo.areas import make_areas
from sanzhang.demo.book import Book
from sanzhang.demo.cases import write_cases
from sanzhang.demo.chronicle import Chronicle
from sanzhang.demo.corrections import exempt_some, withdraw_some
from sanzhang.demo.diligence import Diligence
from sanzhang.demo.directory import Directory
from sanzhang.demo.divisions import Divisions
from sanzhang.demo.events import Events
from sanzhang.demo.households import write_households
from sanzhang.demo.ids import Ids, stream
from sanzhang.demo.inspections import write_inspections
from sanzhang.demo.organs import decide_parameters, write_committees, write_departments, write_teams
from sanzhang.demo.phrases import Phrases
from sanzhang.demo.plans import write_plans
from sanzhang.demo.premises import write_premises
from sanzhang.demo.register import write_register
from sanzhang.demo.rounds import do_calendar_duties
from sanzhang.demo.staff import after_handovers, make_staff
from sanzhang.demo.steps import Simulated
from sanzhang.rules.areas import Level
from sanzhang.rules.facts import Appointment, Area
from sanzhang.rules.pack import Pack
from sanzhang.rules.parameters import Parameters


def simulate(pack: Pack, divisions: Divisions, *, months: int = 12, seed: int = 1, until: date) -> Simulated:
    """``months`` months of the county of ``divisions`` under ``pack``, up to the last day before ``until``.

    The same arguments give the same bytes, on every machine.
    """
    county = divisions[0].code
    since = max(first_day(until, months), pack.effective)
    chronicle = Chronicle(Ids(stream(seed, county, "ids")), pack.effective)

    areas = make_areas(divisions, stream(seed, county, "areas"), since, until)
    staff = make_staff(pack, areas.final, stream(seed, county, "staff"), chronicle.ids, since, until)
    at_first = Directory(pack, staff.appointments)
    successors = write_register(chronicle, at_first, areas, staff)
    appointments = after_handovers(staff, successors)
    write_departments(chronicle, pack, county)
    write_teams(chronicle, areas.at_first, stream(seed, county, "teams"), pack.effective, until)
    write_committees(chronicle, areas.at_first, staff.appointments, stream(seed, county, "committees"), pack.effective)

    directory = Directory(pack, appointments)
    decisions = decide_parameters(chronicle, pack, directory, county, since)
    parameters = Parameters(pack, decisions)
    diligence = Diligence(pack, areas.final, stream(seed, county, "diligence"))
    book = Book(pack, areas.final, decisions, directory, chronicle, since, until, stream(seed, county, "records"))
    neglected = do_calendar_duties(book, diligence, parameters)
    Events(book, diligence, parameters).run()
    withdraw_some(book)
    exempt_some(book, neglected, Phrases(pack, book.rng))
    write_premises(chronicle, pack, directory, areas.final, stream(seed, county, "premises"), pack.effective, until)
    write_households(chronicle, directory, areas.final, stream(seed, county, "households"), pack.effective, until)

    showcase = _showcase(areas.final, appointments, diligence, until)
    write_inspections(chronicle, pack, directory, areas.final, diligence, showcase, stream(seed, county, "inspections"), until)
    write_plans(chronicle, pack, directory, areas.final, diligence, showcase, stream(seed, county, "plans"), until)
    write_cases(chronicle, pack, directory, areas.final, showcase, stream(seed, county, "cases"), until)
    return Simulated(pack, county, months, seed, since, until, showcase, chronicle.in_order())


def first_day(until: date, months: int) -> date:
    """The first of the month in which the simulation begins, so that ``months`` whole months lie before ``until``."""
    day = until + timedelta(days=1)
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def _showcase(areas: tuple[Area, ...], appointments: tuple[Appointment, ...], diligence: Diligence, until: date) -> str:
    """The first village with people, in an ordinary town, in which most posts are held."""
    special = {diligence.lazy, diligence.exemplary}
    villages = [area for area in areas if area.level is Level.VILLAGE and area.valid_from is None and area.valid_to is None]
    ordinary = [area.code for area in villages if area.kind != "virtual" and area.code[:9] not in special]
    held = {code: sum(held.area.startswith(code) and held.holds_on(until) for held in appointments) for code in ordinary}
    return max(ordinary, key=lambda code: held[code], default=areas[-1].code)
