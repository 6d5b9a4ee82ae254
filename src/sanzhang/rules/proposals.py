"""Standing and records → proposals: which measure a rule now suggests, on whom, and why. A person decides."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sanzhang.rules.areas import ancestor
from sanzhang.rules.facts import Facts, Record
from sanzhang.rules.pack.model import GrowthTrigger, Measure, Pack, ParameterRef, RecordTrigger, StandingTrigger
from sanzhang.rules.parameters import Parameters
from sanzhang.rules.periods import months_before
from sanzhang.rules.standing import Standing

DECIDED = "measure_decided"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A measure that a rule suggests, and what the suggestion rests on.

    ``key`` names it for as long as nobody decides on it. ``person`` (in ``post``): at whom it is aimed; empty where it rests on
    records, whose author only told what he saw. ``because``: keys of obligations; ``records``: ids of records.
    ``grade_verified``: whether everything it rests on is verified; if not, it only informs and is shown as 待核.
    """

    key: str
    measure: str
    trigger: str
    clause: str
    person: str
    post: str
    area: str
    because: tuple[str, ...]
    records: tuple[str, ...]
    grade_verified: bool


def propose(pack: Pack, facts: Facts, standings: Sequence[Standing], as_of: date, parameters: Parameters) -> list[Proposal]:
    """Every proposal that stands on ``as_of`` and that nobody has decided on, measure by measure."""
    proposer = _Proposer(pack, facts, standings, as_of, parameters)
    found: list[Proposal] = []
    for measure in pack.measures:
        for on_standing in measure.on_standing:
            found += proposer.on_standing(measure, on_standing)
        for on_record in measure.on_record:
            found += proposer.on_record(measure, on_record)
        for on_growth in measure.on_growth:
            found += proposer.on_growth(measure, on_growth)
    return found


def looks_back_to(pack: Pack, as_of: date) -> date:
    """The day since which standings must be given to ``propose`` on ``as_of``: the furthest that a trigger looks back."""
    months = [on_standing.months for measure in pack.measures for on_standing in measure.on_standing]
    return months_before(as_of, max(months, default=0))


class _Proposer:
    """The triggers of a pack, asked about one county on one day."""

    def __init__(self, pack: Pack, facts: Facts, standings: Sequence[Standing], as_of: date, parameters: Parameters) -> None:
        self._facts = facts
        self._standings = standings
        self._as_of = as_of
        self._parameters = parameters
        self._grades = _Grades(pack, parameters, as_of)
        self._by_kind: dict[str, list[Record]] = defaultdict(list)
        for record in sorted(facts.records, key=lambda record: (record.occurred_on, record.id)):
            if record.withdrawn_at is None and record.occurred_on <= as_of:
                self._by_kind[record.kind].append(record)
        self._decided = _Decided(self._by_kind.get(DECIDED, ()))

    def on_standing(self, measure: Measure, trigger: StandingTrigger) -> Iterator[Proposal]:
        """One for each holder, in his post and area, with enough lapses since the last decision on them. A vacancy has no holder: a gap shows it."""
        since = months_before(self._as_of, trigger.months)
        groups: dict[tuple[str, str, str], list[Standing]] = defaultdict(list)
        for standing in self._standings:
            owner = standing.owner
            if owner and standing.state in trigger.states and self._lapsed_on(standing) > since:
                groups[owner.post, owner.area, owner.person].append(standing)
        wanted = max(self._parameters.number(trigger.at_least, self._as_of), 1)
        for (post, area, person), group in sorted(groups.items(), key=lambda item: item[0]):
            name = f"{measure.id}:{trigger.id}@{post}@{area}@{person}"
            times, settled = self._decided.about(name)
            lapses = [standing for standing in group if self._lapsed_on(standing) > settled]
            if len(lapses) >= wanted:
                lapses.sort(key=lambda standing: (standing.obligation.window.due, standing.obligation.key))
                yield Proposal(
                    key=f"{name}@{times + 1}",
                    measure=measure.id,
                    trigger=trigger.id,
                    clause=measure.clause,
                    person=person,
                    post=post,
                    area=area,
                    because=tuple(standing.obligation.key for standing in lapses),
                    records=tuple(dict.fromkeys(record for standing in lapses for record in standing.records)),
                    grade_verified=self._grades.verified(measure, (trigger.at_least,), lapses),
                )

    def on_record(self, measure: Measure, trigger: RecordTrigger) -> Iterator[Proposal]:
        """One for each record that matches."""
        since = months_before(self._as_of, trigger.months)
        for record in self._records(trigger.evidence):
            name = f"{measure.id}:{trigger.id}@{record.id}"
            matches = all(record.data.get(field) == value for field, value in trigger.where.items())
            if record.occurred_on > since and matches and not self._decided.exactly(name):
                area = record.areas[0] if record.areas else self._facts.county
                verified = self._grades.verified(measure, ())
                yield Proposal(name, measure.id, trigger.id, measure.clause, "", "", area, (), (record.id,), verified)

    def on_growth(self, measure: Measure, trigger: GrowthTrigger) -> Iterator[Proposal]:
        """One for each area with clearly more records this year than on the same days of last year, and new ones since the last decision on it."""
        this_year = self._by_area(trigger, self._as_of)
        last_year = self._by_area(trigger, months_before(self._as_of, 12))
        percent = self._parameters.number(trigger.percent, self._as_of)
        wanted = max(self._parameters.number(trigger.at_least, self._as_of), 1)
        for area, records in sorted(this_year.items()):
            name = f"{measure.id}:{trigger.id}@{area}@{self._as_of.year}"
            times, settled = self._decided.about(name)
            now, before = len(records), len(last_year.get(area, ()))
            # From none, any growth is without measure: enough of them is growth.
            grown = now > before and (now - before) * 100 >= percent * before
            if now >= wanted and grown and records[-1].occurred_on > settled:
                verified = self._grades.verified(measure, (trigger.percent, trigger.at_least))
                ids = tuple(record.id for record in records)
                yield Proposal(f"{name}@{times + 1}", measure.id, trigger.id, measure.clause, "", "", area, (), ids, verified)

    def _lapsed_on(self, standing: Standing) -> date:
        """The first day on which it was not done in time."""
        return min(standing.obligation.window.due + timedelta(days=1), self._as_of)

    def _records(self, kinds: Sequence[str]) -> list[Record]:
        found = [record for kind in dict.fromkeys(kinds) for record in self._by_kind.get(kind, ())]
        return sorted(found, key=lambda record: (record.occurred_on, record.id))

    def _by_area(self, trigger: GrowthTrigger, until: date) -> dict[str, list[Record]]:
        """Records from the first day of ``until``'s year on, by the area that now stands where they were made."""
        table: dict[str, list[Record]] = defaultdict(list)
        for record in self._records(trigger.evidence):
            if date(until.year, 1, 1) <= record.occurred_on <= until:
                codes = {ancestor(code, trigger.per) for code in record.areas}
                for area in {self._facts.present_area(code, self._as_of) for code in codes if code}:
                    table[area].append(record)
        return table


class _Decided:
    """What people have decided on: a decision settles what had come up by its day, not what comes after."""

    def __init__(self, decisions: Sequence[Record]) -> None:
        self._days: dict[str, list[date]] = defaultdict(list)
        for decision in decisions:
            self._days[str(decision.data.get("proposal", ""))].append(decision.occurred_on)
        self._about: dict[str, list[date]] = defaultdict(list)
        for key, days in self._days.items():
            self._about[key.rpartition("@")[0]] += days

    def exactly(self, key: str) -> bool:
        """Whether somebody decided on just this proposal."""
        return key in self._days

    def about(self, name: str) -> tuple[int, date]:
        """How often this was decided on, and when last."""
        days = self._about.get(name, [])
        return len(days), max(days, default=date.min)


class _Grades:
    """Whether what a proposal rests on is verified."""

    def __init__(self, pack: Pack, parameters: Parameters, day: date) -> None:
        self._clauses = {clause.number: clause.grade.verified for clause in pack.clauses}
        # A number that the committee decided needs no source but the decision.
        self._numbers = {
            parameter.id: parameter.grade.verified or bool(parameters.current(parameter.id, day).decided_by)
            for parameter in pack.parameters
        }

    def verified(self, measure: Measure, numbers: Sequence[int | ParameterRef], standings: Sequence[Standing] = ()) -> bool:
        """Whether the measure's clause, the numbers of its trigger and every duty that was not done are verified."""
        duties = {standing.obligation.duty.id: standing.obligation.duty for standing in standings}.values()
        return (
            self._clauses.get(measure.clause, False)
            and all(self._numbers[number.parameter] for number in numbers if isinstance(number, ParameterRef))
            and all(duty.grade.verified and self._clauses.get(duty.clause, False) for duty in duties)
        )
