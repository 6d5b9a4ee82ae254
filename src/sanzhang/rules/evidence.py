"""Which records count for which obligation. One record may count for several duties; for one duty it counts in one period only."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from sanzhang.rules.areas import LENGTHS
from sanzhang.rules.facts import Facts, Record
from sanzhang.rules.obligations import FAR, Obligation, Window
from sanzhang.rules.pack.model import Duty, Pack
from sanzhang.rules.periods import Period, containing, parse

_Slot = tuple[str, str, str]


class Evidence:
    """Records laid out by duty, area and sector, so that an obligation finds its own without a search."""

    def __init__(self, pack: Pack, facts: Facts, as_of: date) -> None:
        self._counted: dict[_Slot, list[Record]] = defaultdict(list)
        duties = _duties_by_kind(pack)
        doers = {duty.id: doers_of(pack, duty) for duty in pack.duties}
        lineage = {area.code: tuple(facts.successors(area.code)) for area in facts.areas if area.merged_into}
        for record in sorted(facts.records, key=lambda record: (record.occurred_on, record.id)):
            if record.occurred_on > as_of:
                continue
            for duty in duties.get(record.kind, ()):
                if _done_rightly(duty, record, doers[duty.id]):
                    for slot in _slots(duty, record, lineage):
                        self._counted[slot].append(record)

    def for_obligation(self, obligation: Obligation) -> list[Record]:
        """The records that count for ``obligation``, oldest first."""
        duty, window = obligation.duty, obligation.window
        if duty.trigger:
            answers = self._counted.get((duty.id, obligation.area, ""), ())
            return [record for record in answers if record.refers_to == obligation.trigger]
        return [
            record
            for area in self._places(duty, obligation.area)
            for record in self._counted.get((duty.id, area, obligation.sector), ())
            if _in_window(record, window)
        ]

    @staticmethod
    def _places(duty: Duty, area: str) -> Iterator[str]:
        yield area
        if duty.reach == "over":
            for length in sorted(LENGTHS.values(), reverse=True):
                if length < len(area):
                    yield area[:length]


def _in_window(record: Record, window: Window) -> bool:
    """By the day it was done; a record that makes up for an earlier period of the same cadence counts there instead, while that is still possible."""
    if record.for_period:
        stated = parse(record.for_period)
        same_cadence = window.end < FAR and containing(stated.cadence, window.start) == Period(
            window.start, window.end, stated.cadence, window.key
        )
        grace = window.closes - window.end
        if same_cadence and record.occurred_on <= stated.end + grace:
            return stated.key == window.key
    return window.start <= record.occurred_on <= window.end


def doers_of(pack: Pack, duty: Duty) -> frozenset[str]:
    """The posts whose record, or whose taking part, counts for ``duty``."""
    if duty.done_by:
        return frozenset(duty.done_by)
    return frozenset({duty.owed_by} | {post.id for post in pack.posts if post.deputy_of == duty.owed_by})


def _duties_by_kind(pack: Pack) -> dict[str, list[Duty]]:
    table: dict[str, list[Duty]] = defaultdict(list)
    for duty in pack.duties:
        for kind in duty.evidence:
            table[kind].append(duty)
    return table


def _done_rightly(duty: Duty, record: Record, doers: frozenset[str]) -> bool:
    present = record.parties
    return (
        (record.post in doers or not present.isdisjoint(doers))
        and present.issuperset(duty.parties)
        and (not duty.parties_any or not present.isdisjoint(duty.parties_any))
    )


def _slots(duty: Duty, record: Record, lineage: dict[str, tuple[str, ...]]) -> Iterator[_Slot]:
    length = LENGTHS[duty.per]
    sector = record.sector if duty.sectors else ""
    codes = dict.fromkeys(code for area in record.areas for code in (area, *lineage.get(area[:length], ())))
    places = dict.fromkeys(code[:length] for code in codes if len(code) >= length or duty.reach == "over")
    for place in places:
        yield duty.id, place, sector
