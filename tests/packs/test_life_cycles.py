"""The shipped life cycles against the shipped notices: who may take which step, in both languages; and the example of the guide."""

import re
from functools import cache

import pytest
from tests.packs.reading import PACKS, REPOSITORY, SHIPPED, shipped_pack, texts

from sanzhang.packs.load import life_cycles_of
from sanzhang.rules.lifecycle import LifeCycle, power_of, read_life_cycle

GUIDE = (REPOSITORY / "docs" / "writing-a-pack.md").read_text("utf-8")
HAN = re.compile(r"[\u4e00-\u9fff]")
# What a post may do in any state, as one reads it in the law and in the notice. A grid worker finds, urges, reports and looks: no papers.
SEES = {"hazard": "found corrected not_corrected urged extension_asked reported rectified linked", "report": "confirmed unfounded linked"}
DEPARTMENT = SEES | {
    "hazard": f"{SEES['hazard']} receipt answered sent_back",
    "listing": "listed progress review_asked plate_removed",
}
MAY = {
    "grid_worker": SEES,
    "building_chief": SEES,
    "police_station": SEES,
    "village_head": SEES | {"hazard": f"{SEES['hazard']} extension_granted extension_refused withdrawn"},
    "department_head": DEPARTMENT,
    "county_leader": {"listing": "agreed declined extended removal_agreed"},
    "entrusted_officer": SEES
    | {
        "hazard": f"{SEES['hazard']} ordered_now ordered extension_granted extension_refused",
        "penalty": "filed decided delivered carried_out dropped",
    },
    "emergency_bureau": {"hazard": "referred pressed", "listing": "reported listed progress review_asked plate_removed"},
    "detachment_chief": {},
    "system_admin": {},
}
BRIGADE_ALONE = {
    "hazard": "taken returned recalled ordered_now ordered reinspected remains",
    "listing": "proposed discussed sent_to_experts concluded determined not_major notified passed failed case_closed paused reopened withdrawn",
    "sealing": "decided sealed_at_once sealed confirmed sealed_again lifted",
    "penalty": "filed decided delivered carried_out dropped",
}


@cache
def shipped_tables(name: str) -> tuple[LifeCycle, ...]:
    return life_cycles_of(shipped_pack(name), PACKS / "notices" / name)


def may(post: str) -> dict[str, set[str]]:
    """The events of each table that a post of Otog may record."""
    pack = shipped_pack("otog-2022")
    powers = next(one.powers for one in pack.posts if one.id == post)
    found = {table.id: {step.event for step in table.steps if power_of(step, pack) in powers} for table in shipped_tables("otog-2022")}
    return {name: events for name, events in found.items() if events}


@pytest.mark.parametrize("post", MAY)
def test_a_post_may_take_just_these_steps(post: str) -> None:
    assert may(post) == {name: set(events.split()) for name, events in MAY[post].items()}


def test_orders_sealings_penalties_and_judging_are_the_brigades_alone() -> None:
    """But for orders and penalties of a town that is lawfully entrusted with them: see ``MAY``."""
    able = ("brigade_chief", "brigade_officer", "entrusted_officer")
    others = [post.id for post in shipped_pack("otog-2022").posts if post.id not in able]
    for name, events in BRIGADE_ALONE.items():
        assert set(events.split()) <= may("brigade_officer")[name]
        assert [post for post in others if may(post).get(name, set()) & set(events.split())] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_every_text_is_chinese_and_english(name: str) -> None:
    found = [(path, text) for table in shipped_tables(name) for path, text in texts(table)]
    assert len(found) > 150
    assert [path for path, text in found if not HAN.search(text.zh)] == []
    assert [path for path, text in found if not text.en.strip() or HAN.search(text.en)] == []


def test_only_these_deadlines_rest_on_a_text_that_was_read() -> None:
    """Every other number is shown as 待核."""
    tables = shipped_tables("otog-2022")
    rows = [(table.id, step.event, one) for table in tables for step in table.steps for one in (step.deadline, *step.beside) if one]
    rows += [(table.id, state.id, state.at_end) for table in tables for state in table.states if state.at_end]
    counted = [(*row, [row[2].hours, row[2].days, row[2].workdays]) for row in rows]
    numbers = [(table, event, one.basis) for table, event, one, ways in counted if any(way is not None for way in ways)]
    assert [(table, event) for table, event, basis in numbers if basis is None] == []
    assert {(table, event): basis.grade.value for table, event, basis in numbers if basis and basis.grade.verified} == {
        ("hazard", "taken"): "B", ("hazard", "ordered_now"): "B", ("listing", "reported"): "B", ("listing", "listed"): "B",
        ("listing", "progress"): "B", ("listing", "failed"): "B",
        ("sealing", "decided"): "B", ("sealing", "sealed_at_once"): "A", ("penalty", "filed"): "A", ("penalty", "decided"): "A",
    }  # fmt: skip


def test_the_example_of_the_guide_is_a_table() -> None:
    (example,) = re.findall(r"```yaml lifecycle\n(.*?)```", GUIDE, re.DOTALL)
    table = read_life_cycle("example.yaml", example)
    assert (table.id, table.version, table.valid_from.isoformat()) == ("listing", 2, "2026-07-01")
