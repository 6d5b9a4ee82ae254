"""What must hold of every standing, whatever the facts."""

import random
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given, settings, strategies as st
from tests.rules.build import COUNTY, pack_named

from sanzhang.rules.areas import covers
from sanzhang.rules.facts import Appointment, Area, Exemption, Facts, ParameterDecision, Record
from sanzhang.rules.holders import gaps
from sanzhang.rules.pack import Pack
from sanzhang.rules.parameters import Parameters
from sanzhang.rules.periods import Cadence
from sanzhang.rules.proposals import propose
from sanzhang.rules.standing import Standing, State, evaluate

SINCE = date(2025, 1, 1)
FIRST, LAST = date(2025, 11, 1), date(2026, 8, 31)
TOWNS = ["150624101", "150624102"]
VILLAGES = ["150624101001", "150624101002", "150624101008", "150624102001", "150624102009"]
GRIDS = ["150624101001001", "150624102001001"]
PLACES = [COUNTY, *TOWNS, *VILLAGES, *GRIDS]
KINDS = ["patrol", "inspection", "training", "meeting", "plan", "hazard", "answer"]
POSTS = ["brigade_chief", "town_head", "village_head", "village_deputy", "grid_worker", "department_head"]
MET = (State.MET, State.MET_LATE)
# Where a state may go as days pass.
NEXT = {
    State.OPEN: set(State),
    State.OVERDUE: {State.OVERDUE, State.MISSED, State.MET_LATE},
    State.MISSED: {State.MISSED},
    State.EXEMPT: {State.EXEMPT, *MET},
    State.MET: {State.MET},
    State.MET_LATE: {State.MET_LATE},
}

days = st.dates(FIRST, LAST)
moments = st.datetimes(datetime(2025, 11, 1), datetime(2026, 9, 30))  # noqa: DTZ001 the rules compare, they never convert


def whole() -> Pack:
    """All snippets in one pack."""
    return pack_named("monthly", "shared", "wide", "triggered", "once", "parameters")


@st.composite
def records(draw: st.DrawFn, name: str) -> Record:
    """One record; about half of the answers refer to a record that exists."""
    day = draw(days)
    recorded = datetime.combine(day, datetime.min.time()) + timedelta(hours=draw(st.integers(0, 24 * 40)))
    return Record(
        id=name,
        kind=draw(st.sampled_from(KINDS)),
        areas=tuple(draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=3))),
        occurred_on=day,
        post=draw(st.sampled_from(POSTS)),
        sector=draw(st.sampled_from(["", "education"])),
        parties=draw(st.frozensets(st.sampled_from([*POSTS, "police"]), max_size=3)),
        for_period=draw(st.sampled_from(["", "", "2026-01", "2026-03", "2026Q1", "2025-12", "no period"])),
        refers_to=draw(st.sampled_from(["", "r0", "r1", "r2"])),
        data=draw(st.sampled_from([{}, {"grave": True}, {"grave": True, "school": True}])),
        recorded_at=recorded,
        withdrawn_at=draw(st.none() | st.just(recorded + timedelta(days=20))),
    )


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    """A small county in which a village may be merged into a neighbour's, across towns, and another may be new."""
    merged, created = draw(st.none() | days), draw(st.none() | days)
    areas = [Area(code, code, kind="社区" if code.endswith("2") else "") for code in PLACES]
    if merged:
        areas[PLACES.index("150624101008")] = Area("150624101008", "old", valid_to=merged, merged_into="150624102001")
    areas[PLACES.index("150624102009")] = Area("150624102009", "new", valid_from=created)
    appointments = [
        Appointment(f"a{number}", f"p{number}", post, area, start, start + timedelta(days=length) if length else None, sector)
        for number, (post, area, start, length, sector) in enumerate(
            draw(
                st.lists(
                    st.tuples(
                        st.sampled_from(POSTS), st.sampled_from(PLACES), days, st.integers(0, 200), st.sampled_from(["", "education"])
                    ),
                    max_size=6,
                )
            )
        )
    ]
    count = draw(st.integers(0, 14))
    exemptions = [Exemption("e0", "patrol", area, "2026-03", "snow") for area in draw(st.lists(st.sampled_from(VILLAGES), max_size=1))]
    decisions = [
        ParameterDecision(f"d{number}", *decision)
        for number, decision in enumerate(
            draw(
                st.lists(
                    st.tuples(st.just("rounds"), st.integers(0, 3), days)
                    | st.tuples(st.just("study_cadence"), st.sampled_from([Cadence.WEEK, Cadence.QUARTER, Cadence.YEAR]), days),
                    max_size=3,
                )
            )
        )
    ]
    made = tuple(draw(records(f"r{number}")) for number in range(count))
    return Facts(COUNTY, tuple(areas), tuple(appointments), made, tuple(exemptions), tuple(decisions))


def by_key(standings: list[Standing]) -> dict[str, Standing]:
    """Standing by obligation; no obligation may stand twice."""
    found = {standing.obligation.key: standing for standing in standings}
    assert len(found) == len(standings)
    return found


@given(facts(), days, st.none() | moments, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_facts_does_not_matter(given_facts: Facts, as_of: date, known_at: datetime | None, shuffle: random.Random) -> None:
    def mixed(things: tuple) -> tuple:  # type: ignore[type-arg]
        return tuple(shuffle.sample(things, len(things)))

    other = Facts(COUNTY, *(mixed(getattr(given_facts, name)) for name in ("areas", "appointments", "records", "exemptions", "decisions")))
    assert evaluate(whole(), given_facts, as_of, known_at) == evaluate(whole(), other, as_of, known_at)


@given(facts(), records("new"), days)
@settings(max_examples=100, deadline=None)
def test_one_more_record_never_undoes_what_is_met(given_facts: Facts, new: Record, as_of: date) -> None:
    new = replace(new, withdrawn_at=None)
    before = by_key(evaluate(whole(), given_facts, as_of, since=SINCE))
    after = by_key(evaluate(whole(), replace(given_facts, records=(*given_facts.records, new)), as_of, since=SINCE))
    for key, standing in before.items():
        if standing.state in MET:
            assert after[key].state in MET, key
            assert after[key].met_on is not None
            assert standing.met_on is not None
            assert after[key].met_on <= standing.met_on
        assert set(standing.records) <= set(after[key].records)


@given(facts(), records("new"), days)
@settings(max_examples=100, deadline=None)
def test_a_record_changes_only_the_areas_it_was_made_in(given_facts: Facts, new: Record, as_of: date) -> None:
    before = by_key(evaluate(whole(), given_facts, as_of, since=SINCE))
    after = by_key(evaluate(whole(), replace(given_facts, records=(*given_facts.records, new)), as_of, since=SINCE))
    touched = lineage(given_facts, new)
    for key in before.keys() | after.keys():
        if before.get(key) != after.get(key):
            area = (before.get(key) or after[key]).obligation.area
            assert any(covers(place, area) or covers(area, place) for place in touched), key


def lineage(given_facts: Facts, record: Record) -> set[str]:
    """Every area in which a record may count."""
    prefixes = {place[:length] for place in record.areas for length in (9, 12, 15) if length <= len(place)}
    return {*record.areas, *(successor for place in prefixes for successor in given_facts.successors(place))}


@given(facts(), days, days)
@settings(max_examples=100, deadline=None)
def test_as_days_pass_an_obligation_only_moves_on(given_facts: Facts, one: date, other: date) -> None:
    earlier, later = min(one, other), max(one, other)
    before = by_key(evaluate(whole(), given_facts, earlier, since=SINCE))
    after = by_key(evaluate(whole(), given_facts, later, since=SINCE))
    for key, standing in before.items():
        if key not in after:  # what a record triggered went over to another area
            assert standing.obligation.trigger
            assert given_facts.present_area(standing.obligation.area, later) != standing.obligation.area
            continue
        assert after[key].state in NEXT[standing.state], key
        if standing.state in MET:
            assert after[key].met_on == standing.met_on
            assert after[key].owner == standing.owner


@given(facts(), days)
@settings(max_examples=60, deadline=None)
def test_what_comes_after_the_day_does_not_matter(given_facts: Facts, as_of: date) -> None:
    until = replace(given_facts, records=tuple(record for record in given_facts.records if record.occurred_on <= as_of))
    assert evaluate(whole(), given_facts, as_of) == evaluate(whole(), until, as_of)


@given(facts(), days, moments)
@settings(max_examples=60, deadline=None)
def test_known_at_is_the_same_as_leaving_out_what_came_later(given_facts: Facts, as_of: date, moment: datetime) -> None:
    kept = [record for record in given_facts.records if record.recorded_at is None or record.recorded_at <= moment]
    until = [replace(record, withdrawn_at=None) if record.withdrawn_at and record.withdrawn_at > moment else record for record in kept]
    then = replace(given_facts, records=tuple(until))
    assert evaluate(whole(), given_facts, as_of, moment) == evaluate(whole(), then, as_of)
    known = given_facts.known_at(moment)
    assert known.known_at(moment) == known == known.known_at(None)


@given(facts(), days, st.dates(SINCE, LAST))
@settings(max_examples=60, deadline=None)
def test_since_only_leaves_out(given_facts: Facts, as_of: date, since: date) -> None:
    everything = by_key(evaluate(whole(), given_facts, as_of, since=SINCE))
    for key, standing in by_key(evaluate(whole(), given_facts, as_of, since=since)).items():
        assert everything[key] == standing


@given(facts(), days)
@settings(max_examples=100, deadline=None)
def test_every_standing_can_be_opened_down_to_clause_and_records(given_facts: Facts, as_of: date) -> None:
    clauses = {clause.number for clause in whole().clauses}
    made = {record.id: record for record in given_facts.records if record.withdrawn_at is None}
    counted: dict[tuple[str, str, str, str], str] = {}
    for key, standing in by_key(evaluate(whole(), given_facts, as_of, since=SINCE)).items():
        obligation, window = standing.obligation, standing.obligation.window
        assert obligation.duty.clause in clauses
        assert standing.counted == len(set(standing.records))
        assert (standing.met_on is not None) == (standing.counted >= window.at_least) == (standing.state in MET)
        assert standing.owner is None or standing.owner in standing.holders
        assert standing.state is not State.EXEMPT or standing.reason
        for name in standing.records:
            record = made[name]
            assert record.kind in obligation.duty.evidence
            assert window.start <= record.occurred_on <= min(window.closes, as_of), key
            inside = {place for place in lineage(given_facts, record) if covers(obligation.area, place)}
            around = {place for place in record.areas if covers(place, obligation.area)}
            assert inside or (around and obligation.duty.reach == "over"), key
            home = counted.setdefault((obligation.duty.id, obligation.area, obligation.sector, name), window.key)
            assert home == window.key, "a record counts in one period of a duty only"


@given(facts(), days)
@settings(max_examples=40, deadline=None)
def test_gaps_and_proposals_stand_on_any_facts(given_facts: Facts, as_of: date) -> None:
    for gap in gaps(whole(), given_facts, as_of):
        assert not any(
            held.post == gap.post and covers(held.area, gap.area) and held.sector == gap.sector and held.holds_on(as_of)
            for held in given_facts.appointments
        )
    pack = pack_named("monthly", "measures")
    standings = evaluate(pack, given_facts, as_of)
    proposals = propose(pack, given_facts, standings, as_of, Parameters(pack, given_facts.decisions))
    assert len({proposal.key for proposal in proposals}) == len(proposals)
    assert all(proposal.because or proposal.records for proposal in proposals)
