"""What comes round by the calendar: for every obligation somebody does it in time, late, in part, or not at all."""

from collections import Counter
from datetime import date, timedelta

from sanzhang.demo.book import Book
from sanzhang.demo.diligence import Diligence
from sanzhang.demo.doing import Doing
from sanzhang.rules.areas import LENGTHS
from sanzhang.rules.evidence import Evidence
from sanzhang.rules.facts import Facts, Record
from sanzhang.rules.obligations import FAR, Obligation, obligations
from sanzhang.rules.pack.model import Duty
from sanzhang.rules.parameters import Parameters
from sanzhang.rules.periods import Cadence
from sanzhang.rules.workdays import is_workday

_LATE_AT_MOST = 25
_WEEKENDS_OFF = 0.75


class Served:
    """How often the work done for one duty has already served each area in each window: one record may serve several."""

    def __init__(self) -> None:
        self._within: Counter[tuple[str, str, str]] = Counter()
        self._over: Counter[tuple[str, str, str]] = Counter()

    def add(self, obligation: Obligation, record: Record) -> None:
        """Count ``record``, made in the window of ``obligation``."""
        key, sector = obligation.window.key, obligation.sector
        length = LENGTHS[obligation.duty.per]
        for place in dict.fromkeys(code[:length] for code in record.areas if len(code) >= length):
            self._within[key, sector, place] += 1
        for code in record.areas:
            if len(code) < length:
                self._over[key, sector, code] += 1

    def count(self, obligation: Obligation) -> int:
        """How many records of this duty's own work count for ``obligation``."""
        key, sector, area = obligation.window.key, obligation.sector, obligation.area
        above = sum(self._over[key, sector, area[:length]] for length in LENGTHS.values() if length < len(area))
        return self._within[key, sector, area] + (above if obligation.duty.reach == "over" else 0)


def do_calendar_duties(book: Book, diligence: Diligence, parameters: Parameters) -> list[Obligation]:
    """Do every duty that comes round: first what is done once, then the narrowest areas, so that what is done in a grid serves its village too.

    Returns the obligations that nobody did anything for.
    """
    doing = Doing(book)
    neglected: list[Obligation] = []
    by_calendar = [duty for duty in book.pack.duties if not duty.trigger]
    for duty in sorted(by_calendar, key=lambda duty: (duty.every is not Cadence.ONCE, -LENGTHS[duty.per])):
        neglected += _do_duty(duty, book, doing, diligence, parameters)
    return neglected


def _do_duty(duty: Duty, book: Book, doing: Doing, diligence: Diligence, parameters: Parameters) -> list[Obligation]:
    alone = book.pack.model_copy(update={"duties": (duty,)})
    facts = Facts(book.county, book.areas, records=book.records(duty.evidence), decisions=book.decisions)
    evidence, served = Evidence(alone, facts, book.last_day), Served()
    neglected = []
    for obligation in obligations(alone, facts, parameters, book.since, book.last_day):
        if obligation.window.end < book.since:
            continue
        missing = max(obligation.window.at_least, 1) - len(evidence.for_obligation(obligation)) - served.count(obligation)
        if missing > 0 and not _do(obligation, missing, book, doing, diligence, served):
            neglected.append(obligation)
    return neglected


def _do(obligation: Obligation, missing: int, book: Book, doing: Doing, diligence: Diligence, served: Served) -> bool:
    """Do ``obligation`` as well as it happens to be done. False when nothing was done at all."""
    done = False
    for day in _days(obligation, missing, book, diligence):
        late = day > obligation.window.end
        deed = doing.deed(obligation, day, obligation.window.key if late else "")
        record = book.make(deed) if deed else None
        if record:
            served.add(obligation, record)
            done = True
    return done


def _days(obligation: Obligation, missing: int, book: Book, diligence: Diligence) -> list[date]:
    """The days on which something is done, in order; none after the last day of the simulation."""
    window, rng = obligation.window, book.rng
    area = book.area(obligation.area)
    first = max(window.start if window.due < book.since else max(window.start, book.since), area.valid_from or date.min)
    last = min(window.due, area.valid_to or FAR)
    if first > last:
        return []
    outcome = diligence.draw(rng, obligation.area, obligation.sector)
    if outcome == "met":
        days = [_day_between(first, last, book) for _ in range(missing)]
    else:
        days = [_day_between(first, last, book) for _ in range(rng.randint(0, missing - 1))]
        if outcome == "late":
            days += _late_days(obligation, missing - len(days), book)
    return sorted(day for day in days if day <= book.last_day)


def _late_days(obligation: Obligation, count: int, book: Book) -> list[date]:
    """Days after the due day on which it still counts."""
    window = obligation.window
    closes = (
        min(window.closes, window.due + timedelta(days=_LATE_AT_MOST))
        if window.closes < FAR
        else window.due + timedelta(days=_LATE_AT_MOST)
    )
    if closes <= window.due:
        return []
    return [window.due + timedelta(days=book.rng.randint(1, (closes - window.due).days)) for _ in range(count)]


def _day_between(first: date, last: date, book: Book) -> date:
    """A day, mostly a working day."""
    day = first + timedelta(days=book.rng.randint(0, (last - first).days))
    while day > first and not is_workday(day) and book.rng.random() < _WEEKENDS_OFF:
        day -= timedelta(days=1)
    return day
