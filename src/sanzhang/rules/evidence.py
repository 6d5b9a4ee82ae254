"""Which records count for which obligation. One record may count for several duties; for one duty it counts in one period only."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from sanzhang.rules.areas import LENGTHS
from sanzhang.rules.facts import Facts, Record
from sanzhang.rules.obligations import FAR, Obligation, Window, windows
from sanzhang.rules.pack.model import Duty, Pack
from sanzhang.rules.parameters import Parameters

_Slot = tuple[str, str, str, str]
_Lineage = dict[str, list[tuple[str, date]]]


class Evidence:
    """Records laid out by duty, area, sector and window, so that an obligation finds its own without a search.

    What counts for a window that closed before ``since`` is left out.
    """

    def __init__(self, pack: Pack, facts: Facts, as_of: date, since: date = date.min) -> None:
        self._counted: dict[_Slot, list[Record]] = defaultdict(list)
        parameters = Parameters(pack, facts.decisions)
        lineage = _lineage(facts, as_of)
        counters: dict[str, list[_Counter]] = defaultdict(list)
        for duty in pack.duties:
            counter = _Counter(pack, duty, windows(duty, pack, parameters, as_of), since)
            for kind in dict.fromkeys(duty.evidence):
                counters[kind].append(counter)
        for record in sorted(facts.records, key=lambda record: (record.occurred_on, record.id)):
            if record.occurred_on > as_of:
                break
            for counter in counters.get(record.kind, ()):
                for slot in counter.slots(record, lineage):
                    self._counted[slot].append(record)

    def for_obligation(self, obligation: Obligation) -> list[Record]:
        """The records that count for ``obligation``, oldest first."""
        duty, key = obligation.duty, obligation.window.key
        records = self._counted.get((duty.id, obligation.area, obligation.sector, key), [])
        if duty.reach == "over":
            around = (self._counted.get((duty.id, area, obligation.sector, key), ()) for area in _around(obligation.area))
            every = {record.id: record for found in (records, *around) for record in found}
            records = sorted(every.values(), key=lambda record: (record.occurred_on, record.id))
        if duty.trigger:  # an answer cannot come before the question
            return [record for record in records if record.occurred_on >= obligation.window.start]
        return records


class _Counter:
    """One duty as a counter of records: which it accepts, and under what they are filed."""

    def __init__(self, pack: Pack, duty: Duty, windows: list[Window], since: date) -> None:
        self._duty = duty
        self._doers = doers_of(pack, duty)
        self._length = LENGTHS[duty.per]
        self._windows = windows
        self._starts = [window.start for window in windows]
        self._by_key = {window.key: window for window in windows}
        self._since = since

    def slots(self, record: Record, lineage: _Lineage) -> Iterator[_Slot]:
        """Where ``record`` is filed for this duty: nowhere when it does not count."""
        if not self._accepts(record):
            return
        if self._duty.trigger:
            key, due = record.refers_to, FAR
        else:
            window = self._window(record)
            if window is None or window.closes < self._since:
                return
            key, due = window.key, window.due
        sector = record.sector if self._duty.sectors else ""
        for place in self._places(record, due, lineage):
            yield self._duty.id, place, sector, key

    def _accepts(self, record: Record) -> bool:
        """Whoever made the record also took part."""
        duty, present = self._duty, record.parties
        if record.post not in present:
            present = present | {record.post}
        return (
            not present.isdisjoint(self._doers)
            and present.issuperset(duty.parties)
            and (not duty.parties_any or not present.isdisjoint(duty.parties_any))
        )

    def _window(self, record: Record) -> Window | None:
        """By the day it was done; a record that states an earlier period of this duty counts there instead, while that can still be made up."""
        day = record.occurred_on
        stated = self._by_key.get(record.for_period) if record.for_period else None
        if stated and stated.start <= day <= stated.closes:
            return stated
        index = bisect_right(self._starts, day) - 1
        return self._windows[index] if index >= 0 and day <= self._windows[index].end else None

    def _places(self, record: Record, due: date, lineage: _Lineage) -> set[str]:
        """The areas of the duty's level in which the record was made; for a duty with a wide reach also those around.

        What was done in an area also counts for the one that took it over, if that was before the duty was due:
        a merger never makes good what was missed before it.
        """
        length, places = self._length, set()
        for area in record.areas:
            if len(area) >= length or self._duty.reach == "over":
                place = area[:length]
                places.add(place)
                for successor, ended in lineage.get(place, ()):
                    if ended < due or ended < record.occurred_on:
                        places.add(successor)
        return places


def _lineage(facts: Facts, as_of: date) -> _Lineage:
    """For each area that had been taken over by ``as_of``: by which, one after another, and the last day before each took over."""
    lineage: _Lineage = {}
    for area in facts.areas:
        before, ended = area, date.min
        for successor in facts.successors(area.code, as_of):
            ended = max(ended, before.valid_to or date.min)
            lineage.setdefault(area.code, []).append((successor, ended))
            before = facts.area_by_code.get(successor, before)
    return lineage


def doers_of(pack: Pack, duty: Duty) -> frozenset[str]:
    """The posts whose record, or whose taking part, counts for ``duty``."""
    if duty.done_by:
        return frozenset(duty.done_by)
    return frozenset({duty.owed_by} | {post.id for post in pack.posts if post.deputy_of == duty.owed_by})


def _around(area: str) -> Iterator[str]:
    """The areas around ``area``, the nearest first."""
    for length in sorted(LENGTHS.values(), reverse=True):
        if length < len(area):
            yield area[:length]
