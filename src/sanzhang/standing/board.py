"""The standing of a county as one value, kept for as long as the journal has not moved."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.conf import settings
from django.utils import timezone

from sanzhang.journal.queries import length_of
from sanzhang.packs import pack_for
from sanzhang.people.queries import names
from sanzhang.rules.areas import named
from sanzhang.rules.facts import Facts
from sanzhang.rules.holders import Gap, Holders, gaps
from sanzhang.rules.pack.model import Duty, Pack, Post
from sanzhang.rules.parameters import Parameters
from sanzhang.rules.proposals import Proposal, looks_back_to, propose
from sanzhang.rules.standing import Standing, evaluate
from sanzhang.standing.load import load_facts

KEPT = 8


@dataclass(frozen=True)
class Board:
    """All that the rules say of one county on one day, and from what. ``people``: present names by key. Immutable; shared between requests."""

    pack: Pack
    facts: Facts
    as_of: date
    known_at: datetime | None
    computed_at: datetime
    standings: tuple[Standing, ...]
    people: dict[str, str]

    @property
    def is_past(self) -> bool:
        """Whether the day that it shows is over."""
        return self.as_of < timezone.localdate()

    @cached_property
    def by_key(self) -> dict[str, Standing]:
        """Standing by obligation key."""
        return {standing.obligation.key: standing for standing in self.standings}

    @cached_property
    def duties(self) -> dict[str, Duty]:
        """Duties of the pack by id."""
        return {duty.id: duty for duty in self.pack.duties}

    @cached_property
    def posts(self) -> dict[str, Post]:
        """Posts of the pack by id."""
        return {post.id: post for post in self.pack.posts}

    @cached_property
    def area_names(self) -> dict[str, str]:
        """Names of areas by code."""
        return {code: area.name for code, area in self.facts.area_by_code.items()}

    def area_name(self, code: str) -> str:
        """What an area is called, as known to this board."""
        return named(code, self.area_names)

    @cached_property
    def holders(self) -> Holders:
        """Who holds which post, where and when."""
        return Holders(self.facts)

    def deciders(self, proposal: Proposal) -> frozenset[str]:
        """The people for whom a proposal waits: of the posts that may decide it, the holders nearest above; never the one it is aimed at."""
        measure = next(measure for measure in self.pack.measures if measure.id == proposal.measure)
        able = [
            held
            for post in measure.decided_by
            for held in self.holders.on(post, proposal.area, "", self.as_of)
            if held.person != proposal.person
        ]
        nearest = max((len(held.area) for held in able), default=0)
        return frozenset(held.person for held in able if len(held.area) == nearest)

    @cached_property
    def gaps(self) -> list[Gap]:
        """Required posts that nobody holds."""
        return gaps(self.pack, self.facts, self.as_of)

    @cached_property
    def parameters(self) -> Parameters:
        """Open parameters with the committee's decisions."""
        return Parameters(self.pack, self.facts.decisions)

    @cached_property
    def proposals(self) -> list[Proposal]:
        """Measures that the rules propose and nobody has decided on."""
        return propose(self.pack, self.facts, self.standings, self.as_of, self.parameters)

    @cached_property
    def counted_for(self) -> dict[str, list[Standing]]:
        """For each record, the obligations it counts for: one record serves all."""
        table: dict[str, list[Standing]] = {}
        for standing in self.standings:
            for record in standing.records:
                table.setdefault(record, []).append(standing)
        return table


_kept: OrderedDict[tuple[str, date, datetime | None], tuple[int, Board]] = OrderedDict()
_lock = threading.Lock()


def board(county: str, as_of: date | None = None, known_at: datetime | None = None) -> Board:
    """The board of ``county`` on ``as_of`` (default: today) with what was known at ``known_at`` (default: now).

    Computed anew only after the county's journal has moved; what was known at a past moment never changes.
    """
    day = as_of or timezone.localdate()
    key = (county, day, known_at)
    head = length_of(county)
    with _lock:
        kept = _kept.get(key)
        if kept and kept[0] == head:
            _kept.move_to_end(key)
            return kept[1]
        fresh = compute(county, day, known_at)
        _kept[key] = (head, fresh)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
        return fresh


def compute(county: str, as_of: date, known_at: datetime | None = None) -> Board:
    """The board, computed from the tables without looking at what is kept."""
    pack = pack_for(county, settings.DEFAULT_PACK)
    facts = load_facts(county, as_of, known_at, pack).known_at(known_at)
    # The measures look back over the turn of the year.
    since = min(date(as_of.year, 1, 1), looks_back_to(pack, as_of))
    return Board(pack, facts, as_of, known_at, timezone.now(), tuple(evaluate(pack, facts, as_of, known_at, since)), names(county))
