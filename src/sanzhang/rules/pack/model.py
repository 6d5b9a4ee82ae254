"""What a policy pack may say. Every class here is one kind of statement; ``docs/writing-a-pack.md`` explains them."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from sanzhang.rules.areas import Level
from sanzhang.rules.pack.statements import ClauseNumber as ClauseNumber, Grade as Grade, Id as Id, Statement as Statement, Text as Text
from sanzhang.rules.periods import Cadence


class Source(Statement):
    """The public text a pack restates."""

    title: Text
    number: str
    issuer: Text
    issued: date
    grade: Grade


class Clause(Statement):
    """One numbered clause, restated in our own words.

    ``not_checkable`` gives the reason when the clause asks something of somebody that no record can show.
    """

    number: ClauseNumber
    summary: Text
    not_checkable: Text | None = None
    grade: Grade = Grade.FULL_TEXT


class Post(Statement):
    """An office that a person holds in an area, and the powers that come with it.

    ``level`` is the level of the areas it is held in; ``single``: one holder at a time in one area (and sector);
    ``required``: an area of that level (and, where ``area_kinds`` names some, of these kinds) without a holder is a gap.
    ``slice``: villages are dealt out by it (分片包干), to holders of the posts that carry ``takes_slices``.
    """

    id: Id
    title: Text
    level: Level
    powers: frozenset[Id] = frozenset()
    single: bool = False
    required: bool = False
    per_sector: bool = False
    clause: ClauseNumber | None = None
    deputy_of: Id | None = None
    area_kinds: tuple[str, ...] = ()
    slice: bool = False
    takes_slices: bool = False


class Sector(Statement):
    """A line of business that a department answers for, such as education or housing."""

    id: Id
    title: Text
    department: Text


class Ask(Statement):
    """One field that the form of a kind of evidence asks for, beyond those every record has."""

    id: Id
    title: Text
    type: Literal["text", "long_text", "integer", "date", "choice", "yes_no"] = "text"
    required: bool = False
    choices: dict[str, Text] = {}


Origin = Literal[
    "inspection.everyday", "inspection.agency", "inspection.joint", "inspection.visit", "inspection.vulnerable_visit", "inspection.residential",
    "hazard.found", "hazard.corrected", "hazard.reported", "hazard.referred", "hazard.receipt", "hazard.remains", "hazard.not_corrected", "hazard.reinspected",
    "listing.determined", "listing.reported", "listing.declined", "listing.listed", "listing.paused", "listing.failed",
]  # fmt: skip


class EvidenceKind(Statement):
    """A kind of record that can show that a duty was done. ``levels``: where it may be recorded.

    ``asks_parties``: who took part is asked. ``refers_to``: the kinds of record that it answers.
    ``comes_from``: what is recorded elsewhere, once, and counts as this kind too: an inspection of that sort, a step of a hazard or of a listing.
    """

    id: Id
    title: Text
    group: Id
    levels: tuple[Level, ...] = (Level.COUNTY, Level.TOWN, Level.VILLAGE, Level.GRID)
    asks_parties: bool = False
    asks: tuple[Ask, ...] = ()
    refers_to: tuple[Id, ...] = ()
    comes_from: tuple[Origin, ...] = ()

    @property
    def is_joint(self) -> bool:
        """Whether it is inspecting jointly and nothing else, so that a record says with whom."""
        return self.comes_from == ("inspection.joint",)

    @property
    def is_a_step(self) -> bool:
        """Whether all of it is recorded as steps about a hazard that was found, or in a case."""
        return bool(self.comes_from) and all(
            not origin.startswith("inspection.") and origin != "hazard.found" for origin in self.comes_from
        )


class EvidenceGroup(Statement):
    """A heading under which the forms are offered."""

    id: Id
    title: Text


class ParameterRef(Statement):
    """Stands where a number or a cadence would: the value is that of the open parameter."""

    parameter: Id


class DatedValue(Statement):
    """A value from a day on, and who decided it. ``decided_by`` empty: proposed, not decided (待定)."""

    valid_from: date
    value: int | Cadence
    decided_by: str = ""


class OpenParameter(Statement):
    """A number that the notice leaves open. ``basis`` says why the proposed value was chosen."""

    id: Id
    title: Text
    clause: ClauseNumber
    unit: Literal["count", "days", "workdays", "percent", "cadence"]
    basis: Text
    grade: Grade
    values: tuple[DatedValue, ...] = Field(min_length=1)
    minimum: int = 0
    maximum: int = 1000


class Trigger(Statement):
    """What starts a duty that does not come round by the calendar: a record of ``evidence`` whose fields equal ``where``.

    ``lifted_by``: kinds of record that refer to it and after which nothing is owed any more. What was due before then was not done.
    """

    evidence: tuple[Id, ...]
    where: dict[str, Any] = {}
    lifted_by: tuple[Id, ...] = ()


class Duty(Statement):
    """Who owes what, over which areas, how often, and what counts as done.

    ``owed_by``: the post that answers for it. ``per``: the level of the areas it is counted for, each by itself.
    ``evidence``: any of these kinds counts. ``done_by``: posts whose record, or whose taking part, counts
    (default: ``owed_by`` and its deputies). ``parties``: every one of these must have taken part; ``parties_any``: one of them.
    ``reach``: ``within`` counts records made inside the area, ``over`` also those made for an area around it.
    ``at_least`` times ``every`` period; ``due_day`` counts from the period's first day (default: its last day);
    ``grace_days`` after the period a record that states the period still counts, as met late.
    ``trigger`` with ``within_days`` replaces ``every``: the duty starts with a record and is answered by one that refers to it.
    ``area_kinds``: only areas of these kinds owe it. ``sectors``: once for each of these.
    """

    id: Id
    clause: ClauseNumber
    title: Text
    owed_by: Id
    per: Level
    evidence: tuple[Id, ...] = Field(min_length=1)
    at_least: int | ParameterRef = 1
    every: Cadence | ParameterRef | None = None
    due_day: int | ParameterRef | None = None
    grace_days: int | ParameterRef = 0
    done_by: tuple[Id, ...] = ()
    parties: tuple[Id, ...] = ()
    parties_any: tuple[Id, ...] = ()
    reach: Literal["within", "over"] = "within"
    trigger: Trigger | None = None
    within_days: int | ParameterRef | None = None
    counting: Literal["days", "workdays"] = "days"
    area_kinds: tuple[str, ...] = ()
    sectors: tuple[Id, ...] = ()
    grade: Grade = Grade.FULL_TEXT
    valid_from: date | None = None
    valid_to: date | None = None


class StandingTrigger(Statement):
    """Proposes a measure for a holder with at least ``at_least`` obligations in one of ``states``, looked at over the last ``months``."""

    id: Id
    states: tuple[str, ...]
    at_least: int | ParameterRef
    months: int = 3


class RecordTrigger(Statement):
    """Proposes a measure for each record of ``evidence`` (fields equal to ``where``) of the last ``months`` months."""

    id: Id
    evidence: tuple[Id, ...]
    where: dict[str, Any] = {}
    months: int = 12


class GrowthTrigger(Statement):
    """Proposes a measure for an area of level ``per`` whose records of ``evidence`` grew by ``percent`` or more against the same months of last year, and number ``at_least``."""

    id: Id
    evidence: tuple[Id, ...]
    per: Level
    percent: int | ParameterRef
    at_least: int | ParameterRef = 1


class Measure(Statement):
    """One of the measures (提醒, 约谈 …): who decides it, on whom, and which rules propose it."""

    id: Id
    clause: ClauseNumber
    title: Text
    decided_by: tuple[Id, ...]
    on_standing: tuple[StandingTrigger, ...] = ()
    on_record: tuple[RecordTrigger, ...] = ()
    on_growth: tuple[GrowthTrigger, ...] = ()
    not_checkable: Text | None = None


class Programme(Statement):
    """One of the N programmes that the notice promotes; ``evidence`` shows that an area took it up."""

    id: Id
    clause: ClauseNumber
    title: Text
    evidence: tuple[Id, ...] = ()


class Stage(Statement):
    """One step of the staged progress table: done in an area when every duty in ``duties`` is met there."""

    id: Id
    title: Text
    clause: ClauseNumber
    duties: tuple[Id, ...]
    by: date | None = None


class Pack(Statement):
    """A whole notice. ``county`` is the area it applies to; ``effective`` the day its duties begin; ``levels``: what areas are called there."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    version: str
    title: Text
    county: str
    effective: date
    source: Source
    includes: tuple[str, ...] = ()
    counted: dict[str, int] = {}
    levels: dict[Literal["county", "town", "village", "grid"], Text] = {}
    clauses: tuple[Clause, ...]
    posts: tuple[Post, ...]
    sectors: tuple[Sector, ...] = ()
    parties: dict[str, Text] = {}
    groups: tuple[EvidenceGroup, ...] = ()
    evidence: tuple[EvidenceKind, ...]
    parameters: tuple[OpenParameter, ...] = ()
    duties: tuple[Duty, ...]
    measures: tuple[Measure, ...] = ()
    programmes: tuple[Programme, ...] = ()
    stages: tuple[Stage, ...] = ()

    def evidence_from(self, origin: str) -> EvidenceKind | None:
        """The kind of evidence as which ``origin`` counts in this county; None where its notice asks for nothing of the sort."""
        return next((kind for kind in self.evidence if origin in kind.comes_from), None)

    @property
    def slice_post(self) -> Post | None:
        """The post by which villages are dealt out; None where the notice has no such thing."""
        return next((post for post in self.posts if post.slice), None)
