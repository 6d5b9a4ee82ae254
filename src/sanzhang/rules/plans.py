"""How far a plan of inspections is: which inspections count at a planned place, and where each place stands. Nothing is recorded for that alone."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PlaceState(StrEnum):
    """Where a planned place stands, the most urgent first. ``LEFT``: the plan was ended before somebody came."""

    LATE = "late"
    OPEN = "open"
    DONE_LATE = "done_late"
    DONE = "done"
    LEFT = "left"

    @property
    def is_done(self) -> bool:
        """Whether somebody was there, in time or not."""
        return self in (PlaceState.DONE, PlaceState.DONE_LATE)


@dataclass(frozen=True, slots=True)
class Terms:
    """What counts for a plan: up to which day; with which checklist (empty: any); as which kinds of evidence (None: any).

    ``drawn``: only what was recorded by somebody who was drawn for the place. ``over``: the plan was ended; nothing more is asked for.
    """

    until: date
    checklist: str = ""
    evidence: frozenset[str] | None = None
    drawn: bool = False
    over: bool = False


@dataclass(frozen=True, slots=True)
class PlannedPlace:
    """A place of a plan: an inspection counts from ``since`` on, and is in time up to ``due``. ``inspectors``: who was drawn for it."""

    place: str
    since: date
    due: date
    inspectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inspected:
    """An inspection, as far as plans ask."""

    id: str
    place: str
    day: date
    evidence: str
    checklist: str
    person: str
    departments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceStanding:
    """Where a planned place stands; ``counted``: the inspections that count, in the order in which they were made."""

    planned: PlannedPlace
    state: PlaceState
    counted: tuple[Inspected, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """At how many of how many places somebody was, and how many are late."""

    total: int = 0
    done: int = 0
    late: int = 0


def place_standings(terms: Terms, places: Sequence[PlannedPlace], inspections: Iterable[Inspected], today: date) -> list[PlaceStanding]:
    """Where each of ``places`` stands on ``today``, in their order. ``inspections``: any at these places; those that count are picked out here."""
    at: dict[str, list[Inspected]] = defaultdict(list)
    for inspected in inspections:
        at[inspected.place].append(inspected)
    found = []
    for planned in places:
        counted = tuple(sorted((one for one in at[planned.place] if counts(terms, planned, one)), key=lambda one: (one.day, one.id)))
        found.append(PlaceStanding(planned, _state(terms, planned, counted, today), counted))
    return found


def counts(terms: Terms, planned: PlannedPlace, inspected: Inspected) -> bool:
    """Whether an inspection at the place counts for the plan."""
    return (
        planned.since <= inspected.day <= terms.until
        and terms.checklist in ("", inspected.checklist)
        and (terms.evidence is None or inspected.evidence in terms.evidence)
        and (not terms.drawn or inspected.person in planned.inspectors)
    )


def progress(standings: Iterable[PlaceStanding]) -> Progress:
    """How far all of them together are."""
    states = [standing.state for standing in standings]
    return Progress(len(states), sum(state.is_done for state in states), states.count(PlaceState.LATE))


def _state(terms: Terms, planned: PlannedPlace, counted: Sequence[Inspected], today: date) -> PlaceState:
    if counted:
        return PlaceState.DONE if counted[0].day <= planned.due else PlaceState.DONE_LATE
    if terms.over:
        return PlaceState.LEFT
    return PlaceState.LATE if planned.due < today else PlaceState.OPEN
