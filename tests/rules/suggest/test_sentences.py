"""Sentences as people write them, against the elements and checklists that ship."""

import json
import os
import subprocess
import sys
from datetime import date

import pytest

from sanzhang.packs import checklists, editions
from sanzhang.packs.suggesting import suggesting
from sanzhang.rules.suggest import Index, Suggestion, suggest

DAY = date(2025, 6, 1)


@pytest.fixture(scope="module")
def index() -> Index:
    """What is valid under the edition of 2017."""
    return suggesting(DAY).index


def ids(found: list[Suggestion], kind_of: str) -> list[str]:
    """The ids of one kind, best first; elements by their number, items by their id within the checklist."""
    return [one.id.split(":")[-1].split("/")[-1] for one in found if one.kind_of == kind_of]


@pytest.mark.parametrize(
    ("text", "kind", "element", "item"),
    [
        ("应急照明损坏率超过50%", "mall", "7.3.6", "lights_signs"),
        ("应急灯坏了一大半", "hotel", "7.3.6", "lights_signs"),
        ("室内消防栓没水", "hotel", "7.4.3", "hydrant"),
        ("安全出口上锁", "mall", "7.3.3", "exits_clear"),
        ("门锁了", "mall", "7.3.3", "exits_clear"),
        ("楼道堆东西", "residential_building", "7.3.3", "stairs_clear"),
        ("消防车通道停满了车", "residential_building", "7.1.1", "fire_lane"),
        ("喷淋泵坏了", "mall", "7.4.6", "pumps"),
        ("防火门闭门器掉了", "hotel", "7.2.2", "fire_doors"),
        ("窗户装了防盗网", "small_school", "7.3.10", "windows_free"),
        ("店里夹层住人", "small_shop", "7.1.3", "no_lodging"),
        ("消控室值班的没有证", "mall", "7.8.2", "control_room"),
        ("幼儿园教室在4楼", "small_school", "6.9", "floor"),
    ],
)
def test_it_is_found_first(index: Index, text: str, kind: str, element: str, item: str) -> None:
    found = suggest(text, index, kind)
    assert (ids(found, "element")[0], ids(found, "item")[0]) == (element, item)


@pytest.mark.parametrize(
    ("text", "element", "item"),
    [
        ("室内消火拴没水", "7.4.3", "hydrant"),
        ("应急照名灯不亮", "7.3.6", "lights_signs"),
        ("疏散通到堆杂物", "7.3.3", "exits_clear"),
        ("安全出囗上锁", "7.3.3", "exits_clear"),
        ("室内消火栓　无水！！", "7.4.3", "hydrant"),
    ],
)
def test_slips_of_typing_are_forgiven(index: Index, text: str, element: str, item: str) -> None:
    found = suggest(text, index, "mall")
    assert element in ids(found, "element")
    assert item in ids(found, "item")


def test_the_kind_of_premises_decides_between_elements(index: Index) -> None:
    text = "没有装火灾自动报警系统"
    assert ids(suggest(text, index, "hotel"), "element")[0] == "6.6"
    assert "7.7.1" not in ids(suggest(text, index, "hotel"), "element")
    assert ids(suggest(text, index, "school"), "element")[0] == "7.7.1"


def test_an_item_is_named_as_in_the_checklist_of_the_kind(index: Index) -> None:
    def first(kind: str) -> str:
        return next(one.id for one in suggest("灭火器过期", index, kind) if one.kind_of == "item")

    assert first("small_shop") == "nine_small_shop/extinguishers"
    assert first("household") == "home_visit/extinguishers"


@pytest.mark.parametrize("text", ["灭火器过期", "没有演练", "通道被堵"])
def test_an_item_that_checklists_word_differently_is_suggested_once(text: str) -> None:
    found = ids(suggest(text, suggesting(date(2026, 11, 1)).index), "item")
    assert len(found) == len(set(found)) == 3


def test_an_item_of_other_places_counts_for_half(index: Index) -> None:
    def score(kind: str) -> float:
        return next(one.score for one in suggest("消控室没人", index, kind) if one.id == "key_unit/control_room")

    assert score("small_shop") == pytest.approx(score("mall") / 2, abs=0.001)


@pytest.mark.parametrize("text", ["", " \n", "？！……", "今天天气不错", "xyzzy"])
def test_where_nothing_is_close_nothing_is_suggested(index: Index, text: str) -> None:
    assert suggest(text, index) == []


def test_a_fault_that_no_element_is_about_finds_none(index: Index) -> None:
    found = suggest("灭火器过期", index, "small_shop")
    assert ids(found, "element") == []
    assert ids(found, "item")[0] == "extinguishers"


@pytest.mark.parametrize(
    ("text", "element", "item"),
    [("Emergency lights are broken", "7.3.6", "lights_signs"), ("the exits are blocked and LOCKED", "7.3.3", "exits_clear")],
)
def test_english_is_understood(index: Index, text: str, element: str, item: str) -> None:
    found = suggest(text, index)
    assert (ids(found, "element")[0], ids(found, "item")[0]) == (element, item)


def test_of_a_long_text_the_beginning_is_read(index: Index) -> None:
    text = "安全出口上锁。" + "喷淋泵坏了，消火栓没水。" * 500
    assert len(text) > 5000
    assert suggest(text, index, "mall") == suggest(text[:200], index, "mall")


def test_a_kind_that_is_not_known_is_no_preference(index: Index) -> None:
    assert suggest("灭火器过期", index, "castle") == suggest("灭火器过期", index)


def test_there_are_as_many_as_asked_for_best_first(index: Index) -> None:
    found = suggest("室内消火栓没水", index, "mall", limit=2)
    for kind_of in ("element", "item"):
        scores = [one.score for one in found if one.kind_of == kind_of]
        assert len(scores) == 2
        assert 1 >= scores[0] >= scores[1] > 0


def test_every_element_and_every_item_finds_itself(index: Index) -> None:
    edition = editions().named("gb35181-2017")
    assert edition
    for element in edition.elements:
        assert ids(suggest(element.text.zh, index), "element")[0] == element.no
    for item in (item for checklist in checklists(DAY).values() for item in checklist.items):
        assert next(one.title for one in suggest(item.text.zh, index) if one.kind_of == "item") == item.text


@pytest.mark.parametrize("seed", ["0", "1", "2"])
def test_the_same_sentence_always_gives_the_same(index: Index, seed: str) -> None:
    script = (
        "import json; from datetime import date; from sanzhang.packs.suggesting import suggesting; from sanzhang.rules.suggest import suggest;"
        "print(json.dumps([[one.id, one.score] for one in suggest('疏散通道堆放杂物', suggesting(date(2025, 6, 1)).index, 'mall')]))"
    )
    told = subprocess.run([sys.executable, "-c", script], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True)
    assert json.loads(told.stdout) == [[one.id, one.score] for one in suggest("疏散通道堆放杂物", index, "mall")]


def test_where_the_elements_of_the_day_are_not_loaded_those_before_are_shown() -> None:
    known = suggesting(date(2026, 1, 1))
    assert known.edition.id == "gb35181-2025"
    assert known.shown
    assert known.shown.id == "gb35181-2017"
    assert ids(suggest("应急照明损坏", known.index), "element")[0] == "7.3.6"


def test_elements_that_a_county_has_loaded_are_ranked() -> None:
    old, new = editions().named("gb35181-2017"), editions().named("gb35181-2025")
    assert old
    assert new
    loaded = new.model_copy(update={"elements": (old.by_number["7.3.6"].model_copy(update={"no": "6.1"}),)})
    known = suggesting(date(2026, 1, 1), editions().replaced(loaded))
    assert known.shown is known.edition
    assert [one.id for one in suggest("应急照明损坏", known.index) if one.kind_of == "element"] == ["gb35181-2025:6.1"]


def test_before_any_edition_was_loaded_there_are_no_elements() -> None:
    known = suggesting(date(2017, 1, 1))
    assert known.shown is None
    assert suggest("应急照明损坏", known.index) == []
