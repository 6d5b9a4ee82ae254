"""The packs that ship with the program: complete, in both languages, in our own words, and every rule of them can be met."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import chain

import pytest
from tests.packs.reading import REPOSITORY, SHIPPED, shipped_pack, texts

from sanzhang.rules.areas import LENGTHS, level_of
from sanzhang.rules.evidence import doers_of
from sanzhang.rules.facts import Area, Facts, Record
from sanzhang.rules.holders import gaps
from sanzhang.rules.pack import Pack
from sanzhang.rules.pack.coverage import coverage
from sanzhang.rules.pack.model import Duty, EvidenceKind, OpenParameter, Post
from sanzhang.rules.parameters import check_value
from sanzhang.rules.standing import State, evaluate

GENERAL_POWERS = {
    "view.area", "view.all_sectors", "view.system", "view.audit", "manage.people", "manage.areas", "manage.accounts", "import.data", "export.data",
    "decide.measures", "decide.parameters", "grant.exemptions", "manage.premises", "manage.households", "reveal.households", "settle.hazards",
    "ask.questions", "plan.inspections", "rule.hazards", "issue.orders", "seal.premises", "refer.hazards", "answer.referrals", "determine.major", "report.major",
    "decide.listing", "supervise.listing", "take.reports",
}  # fmt: skip
HAN = re.compile(r"[\u4e00-\u9fff]")
REGISTERS = {"manage.premises", "manage.households", "reveal.households"}
FIELD_POSTS = {"grid_worker", "street_chief", "lane_chief", "building_chief", "group_member"}


@pytest.fixture(params=SHIPPED)
def pack(request: pytest.FixtureRequest) -> Pack:
    return shipped_pack(request.param)


def han(text: str) -> str:
    return "".join(HAN.findall(text))


def recording_posts(pack: Pack, kind: str) -> list[Post]:
    return [post for post in pack.posts if f"record.{kind}" in post.powers]


def test_both_counties_are_shipped() -> None:
    assert {shipped_pack(name).county for name in SHIPPED} == {"150624", "152524"}


def test_every_text_is_chinese_and_english(pack: Pack) -> None:
    found = list(texts(pack))
    assert len(found) > 50
    assert [path for path, text in found if not han(text.zh)] == []
    assert [path for path, text in found if not text.en.strip() or han(text.en)] == []


def test_every_clause_is_covered(pack: Pack) -> None:
    assert coverage(pack).uncovered == ()


def test_no_sentence_is_copied_from_the_notice() -> None:
    folder = REPOSITORY.parent / "shared" / "notice"
    if not folder.is_dir():
        pytest.skip("the text of the notice is not kept with the program")
    notice = "\n".join(path.read_text("utf-8") for path in folder.glob("*.txt"))
    source = han(notice)
    for name in SHIPPED:
        for path, text in texts(shipped_pack(name)):
            ours = han(text.zh)
            copied = [ours[at : at + 15] for at in range(len(ours) - 14) if ours[at : at + 15] in source]
            if path != ".source.title":  # a title is cited, not restated
                assert copied == [], f"{name}{path}"


def test_powers_name_evidence_kinds_or_are_known(pack: Pack) -> None:
    kinds = {f"record.{kind.id}" for kind in pack.evidence}
    powers = set(chain.from_iterable(post.powers for post in pack.posts))
    assert powers - kinds - GENERAL_POWERS == set()
    assert kinds - powers == set()


def test_those_who_decide_measures_have_the_power(pack: Pack) -> None:
    powers = {post.id: post.powers for post in pack.posts}
    for measure in pack.measures:
        assert [post for post in measure.decided_by if "decide.measures" not in powers[post]] == [], measure.id


def test_field_posts_only_look_record_and_keep_registers(pack: Pack) -> None:
    for post in pack.posts:
        if post.id in FIELD_POSTS:
            assert {power for power in post.powers if not power.startswith("record.")} <= {"view.area", *REGISTERS}
            assert not any(power.endswith(("major_hazard_found", "listed_supervision", "fatal_fire")) for power in post.powers)


def test_administrators_record_nothing(pack: Pack) -> None:
    for post in pack.posts:
        if post.id.endswith("_admin"):
            assert not any(power.startswith(("record.", "decide.", "view.area")) for power in post.powers)


def test_proposed_values_fit_their_parameter_and_are_undecided(pack: Pack) -> None:
    def wrong(parameter: OpenParameter) -> bool:
        return any(not check_value(parameter, value.value) or value.decided_by for value in parameter.values)

    assert [parameter.id for parameter in pack.parameters if wrong(parameter)] == []


def test_triggers_ask_for_answers_that_exist(pack: Pack) -> None:
    kinds = {kind.id: kind for kind in pack.evidence}
    rules = [(duty.id, duty.trigger) for duty in pack.duties if duty.trigger]
    rules += [(rule.id, rule) for measure in pack.measures for rule in measure.on_record]  # type: ignore[misc]
    for name, trigger in rules:
        for kind in trigger.evidence:
            asks = {ask.id: ask for ask in kinds[kind].asks}
            for field, value in trigger.where.items():
                assert value in asks[field].choices, name
    for duty in pack.duties:
        if duty.trigger:
            for kind in duty.evidence:
                assert set(duty.trigger.evidence) <= set(kinds[kind].refers_to), duty.id


def test_standing_triggers_name_states(pack: Pack) -> None:
    states = {state for measure in pack.measures for rule in measure.on_standing for state in rule.states}
    assert states <= {state.value for state in State}


def test_programme_choices_are_programmes(pack: Pack) -> None:
    programmes = {programme.id for programme in pack.programmes if programme.evidence == ("programme_adopted",)}
    asked = [ask for kind in pack.evidence if kind.id == "programme_adopted" for ask in kind.asks]
    assert {choice for ask in asked for choice in ask.choices} == programmes


# ---- every rule can be met ----


def small_county(pack: Pack) -> Facts:
    """One area of each level."""
    codes = [pack.county, f"{pack.county}100", f"{pack.county}100001", f"{pack.county}100001001"]
    kinds = ["", "town", "community", ""]
    return Facts(pack.county, tuple(Area(code, code, kind) for code, kind in zip(codes, kinds, strict=True)))


def area_for(pack: Pack, duty: Duty, kind: EvidenceKind, post: Post) -> str | None:
    """An area where ``post`` may record ``kind`` so that it counts for the duty's area."""
    owed = LENGTHS[duty.per]
    for area in small_county(pack).areas:
        counts = len(area.code) >= owed or duty.reach == "over"
        if counts and level_of(area.code) in kind.levels and LENGTHS[post.level] <= len(area.code):
            return area.code
    return None


def ways(pack: Pack, duty: Duty, kind: EvidenceKind) -> Iterator[Record]:
    """Records of ``kind`` that the powers, the form and the levels allow, and that ought to count for ``duty``."""
    doers = doers_of(pack, duty)
    parties = frozenset(duty.parties) | frozenset(duty.parties_any[:1])
    if parties and not kind.asks_parties:
        return
    if unknown := parties - set(pack.parties):
        raise AssertionError(f"{duty.id}: the form cannot name {unknown}")
    for post in recording_posts(pack, kind.id):
        present = parties
        if post.id not in doers:
            named = doers & set(pack.parties)
            if not named or not kind.asks_parties:
                continue
            present = parties | {min(named)}
        area = area_for(pack, duty, kind, post)
        if area and (post.per_sector or not duty.sectors):
            sector = pack.sectors[0].id if post.per_sector else ""
            yield Record(f"{post.id}-{kind.id}", kind.id, (area,), date(2024, 5, 15), post=post.id, parties=present, sector=sector)


def test_every_kind_of_evidence_can_meet_each_duty_that_counts_it(pack: Pack) -> None:
    kinds = {kind.id: kind for kind in pack.evidence}
    for duty in pack.duties:
        for name in duty.evidence:
            possible = list(ways(pack, duty, kinds[name]))
            assert possible, f"{duty.id} cannot be met by {name}"
            facts = small_county(pack)
            wanted = 1000
            made = [replace(record, id=f"{record.id}-{n}") for record in possible[:1] for n in range(wanted)]
            if duty.trigger:
                start = Record("start", duty.trigger.evidence[0], (facts.areas[-1].code,), date(2024, 5, 14), data=dict(duty.trigger.where))
                deepest = replace(made[0], areas=start.areas, refers_to="start")
                made = [start, deepest]
            standing = evaluate(pack, replace(facts, records=tuple(made)), date(2024, 5, 31))
            states = {found.state for found in standing if found.obligation.duty.id == duty.id and found.records}
            assert states & {State.MET, State.MET_LATE}, f"{duty.id} is not met by {name}"


def test_a_county_where_nothing_is_done_can_be_evaluated(pack: Pack) -> None:
    standing = evaluate(pack, small_county(pack), date(2024, 12, 31))
    owed = {found.obligation.duty.id for found in standing}
    assert owed == {duty.id for duty in pack.duties if not duty.trigger}
    assert {found.state for found in standing} == {State.OPEN, State.OVERDUE, State.MISSED}
    assert all(found.owner is None for found in standing)
    assert gaps(pack, small_county(pack), date(2024, 12, 31))


# ---- the notice of Otog ----


def test_only_the_two_numbers_of_the_notice_are_written_as_rules() -> None:
    pack = shipped_pack("otog-2022")
    literal = {duty.id: str(duty.every) for duty in pack.duties if duty.every in ("week", "month", "quarter", "half_year")}
    assert literal == {"brigade.joint_inspection": "quarter", "town.joint_inspection": "month"}
    for duty in pack.duties:
        numbers = (duty.due_day, duty.within_days, duty.grace_days, duty.at_least)
        assert all(number in (None, 0, 1) or hasattr(number, "parameter") for number in numbers), duty.id


def test_the_zone_owes_as_a_town_and_its_virtual_community_owes_nothing() -> None:
    pack = shipped_pack("otog-2022")
    areas = (Area("150624", "旗"), Area("150624404", "开发区", "zone"), Area("150624404498", "虚拟社区", "virtual"))
    standing = evaluate(pack, Facts("150624", areas), date(2024, 12, 31))
    assert any(found.obligation.area == "150624404" for found in standing)
    assert [found.obligation.duty.id for found in standing if found.obligation.area == "150624404498"] == []


def test_each_of_the_nine_departments_owes_its_campaign() -> None:
    pack = shipped_pack("otog-2022")
    standing = evaluate(pack, small_county(pack), date(2024, 12, 31))
    campaigns = [found for found in standing if found.obligation.duty.id == "department.campaign" and found.obligation.window.key == "2024"]
    assert sorted(found.obligation.sector for found in campaigns) == sorted(sector.id for sector in pack.sectors)
    assert len(campaigns) == 9


def test_a_town_officers_inspection_counts_only_with_the_town_head() -> None:
    pack = shipped_pack("otog-2022")
    area = small_county(pack).areas[1].code
    alone = Record("1", "joint_inspection", (area,), date(2024, 5, 15), post="town_officer", parties=frozenset({"village"}))
    together = replace(alone, parties=frozenset({"village", "town_head"}))
    states = [
        next(
            found.state
            for found in evaluate(pack, replace(small_county(pack), records=(record,)), date(2024, 5, 31))
            if found.obligation.key == f"town.joint_inspection@{area}@2024-05"
        )
        for record in (alone, together)
    ]
    assert states == [State.OPEN, State.MET]
