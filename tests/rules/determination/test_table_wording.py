"""What a table of the 2025 edition can say: premises together and excepted, several thresholds, units, ranges, the annex. Contents are made up."""

from typing import Any

import pytest
from tests.rules.determination.build import NEW_DAY, SHIPPED, case, table_rows

from sanzhang.rules.determination.decide import compare, decide
from sanzhang.rules.determination.editions import Editions
from sanzhang.rules.determination.explain import explanation
from sanzhang.rules.determination.facts import Fact
from sanzhang.rules.determination.output import as_data
from sanzhang.rules.determination.resting import missing, unverified
from sanzhang.rules.determination.rows import Row
from sanzhang.rules.determination.table import read_table
from sanzhang.rules.determination.unfit import cautions
from sanzhang.rules.problems import Problems

NEW = "gb35181-2025"
STOREYS = {"measure": "所在楼层", "unit": "层", "comparison": "不小于", "percent": "3"}
AREA = {"number": "5.1", "measure": "建筑面积", "unit": "平方米", "comparison": "大于", "percent": "1500"}


def with_first(*more: dict[str, object], **first: object) -> list[Row]:
    """The made-up table with something said of 5.1, and rows after it."""
    rows = table_rows()
    rows[0] = Row(2, rows[0].cells | first)
    return rows + [Row(100 + index, dict(cells)) for index, cells in enumerate(more)]


def loaded(*more: dict[str, object], **first: object) -> Editions:
    return SHIPPED.replaced(read_table(with_first(*more, **first), NEW, SHIPPED))


def told(*more: dict[str, object], **first: object) -> set[tuple[str, str]]:
    with pytest.raises(Problems) as problems:
        read_table(with_first(*more, **first), NEW, SHIPPED)
    return {(problem.where, problem.code) for problem in problems.value.problems}


def major(every: Editions, kind: str, element: str | dict[str, Any], **facts: bool | None) -> bool | None:
    return decide(case(kind, element, date=NEW_DAY, **facts), every).major


@pytest.mark.parametrize(
    ("word", "kind", "fact"),
    [
        ("儿童活动场所", "other", "children"),
        ("老年人照料设施", "other", "elderly_care"),
        ("劳动密集型企业", "factory", "labour_intensive"),
        ("多业态混合生产经营场所", "other", "mixed_business"),
        ("医院门诊楼", "other", "hospital_building"),
        ("集贸市场", "other", "market"),
    ],
)
def test_the_terms_of_the_edition_are_facts_about_premises(word: str, kind: str, fact: str) -> None:
    every = loaded(where=word)
    answers = {answer: major(every, kind, "5.1", **{fact: answer}) for answer in (True, False, None)}
    assert answers == {True: True, False: False, None: None}
    waits = decide(case(kind, "5.1", date=NEW_DAY), every)
    assert (waits.major, missing(waits)) == (None, (fact,))


def test_what_a_kind_of_premises_is_taken_to_be_is_named_as_unverified() -> None:
    every = loaded(where="老年人照料设施")
    taken = decide(case("care_home", "5.1", date=NEW_DAY), every)
    assert (taken.major, unverified(taken)) == (True, ("elderly_care",))
    assert any("待核：是老年人照料设施" in one.said(str, lambda text: text.zh) for one in explanation(taken))
    stated = decide(case("care_home", "5.1", date=NEW_DAY, elderly_care=True), every)
    assert (stated.major, unverified(stated)) == (True, ())
    left_out = decide(case("mall", "5.1", date=NEW_DAY), every)
    assert (left_out.major, unverified(left_out)) == (False, ("elderly_care",))


def test_premises_together_and_excepted() -> None:
    every = loaded(where="高层＋人员密集场所、地下", unless="旅馆")
    assert major(every, "mall", "5.1", high_rise=True) is True
    assert major(every, "mall", "5.1", high_rise=False, underground=False) is False
    assert major(every, "mall", "5.1", high_rise=False, underground=True) is True
    assert major(every, "residential_building", "5.1", high_rise=True, underground=False) is False
    assert major(every, "hotel", "5.1", high_rise=True) is False


@pytest.mark.parametrize(
    ("unit", "comparison", "bound", "counts", "within"),
    [
        ("层", "不小于", "3", (3, 4), (2, 1, -1)),
        ("层", "大于", "3", (4,), (3, 2)),
        ("层", "不大于", "-2", (-2, -3), (-1, 1)),
        ("平方米", "大于", "1500", (1500.1, 1501), (1499.9, 1500)),
        ("米", "小于", "1.4", (0, 0.9, 1.39), (1.4, 1.41)),
        ("米", "不大于", "1.1", (1.1, 1), (1.11,)),
        ("个", "小于", "2", (0, 1), (2, 3)),
        ("%", "不小于", "30", (30, 30.1), (29.9,)),
        ("", "大于", "30", (30.1,), (30,)),
    ],
)
def test_every_unit_and_comparison(unit: str, comparison: str, bound: str, counts: tuple[float, ...], within: tuple[float, ...]) -> None:
    every = loaded(measure="量", unit=unit, comparison=comparison, percent=bound)
    answers = {value: major(every, "mall", {"no": "5.1", "measured": value}) for value in counts + within}
    assert answers == dict.fromkeys(counts, True) | dict.fromkeys(within, False)


def test_between_two_bounds() -> None:
    every = loaded(measure="楼层", unit="层", comparison="大于", percent="3", also_comparison="不大于", also_bound="5")
    answers = {value: major(every, "mall", {"no": "5.1", "measured": value}) for value in (3, 4, 5, 6)}
    assert answers == {3: False, 4: True, 5: True, 6: False}
    found = as_data(decide(case("mall", {"no": "5.1", "measured": 4}, date=NEW_DAY), every), str, lambda text: text.zh)
    assert found["elements"][0]["threshold"] == "大于 3 层、不大于 5 层"
    assert any("楼层 4 层，界限是大于 3 层、不大于 5 层" in sentence for sentence in found["explanation"])


def test_one_of_several_thresholds_is_enough() -> None:
    every = loaded(AREA, **STOREYS)
    answers = {
        (form, value): major(every, "mall", {"no": "5.1", "form": form, "measured": value})
        for form, values in (("measured", (2, 3)), ("measured_2", (1500, 1500.5)))
        for value in values
    }
    assert answers == {("measured", 2): False, ("measured", 3): True, ("measured_2", 1500): False, ("measured_2", 1500.5): True}
    both = [{"no": "5.1", "form": "measured", "measured": 2}, {"no": "5.1", "form": "measured_2", "measured": 1600}]
    assert decide(case("mall", *both, date=NEW_DAY), every).major is True
    with pytest.raises(Problems, match="measured、measured_2"):
        decide(case("mall", {"no": "5.1", "measured": 4}, date=NEW_DAY), every)


def test_thresholds_that_differ_by_premises() -> None:
    rate = {"measure": "损坏率", "comparison": "大于"}
    every = loaded({"number": "5.1", "percent": "50", "unless": "高层、地下", **rate}, percent="30", where="高层、地下", **rate)
    assert major(every, "mall", {"no": "5.1", "measured": 40}, high_rise=True) is True
    assert major(every, "mall", {"no": "5.1", "measured": 40}, high_rise=False, underground=False) is False
    assert major(every, "mall", {"no": "5.1", "measured": 60}, high_rise=False, underground=False) is True
    assert major(every, "mall", {"no": "5.1", "measured": 40}) is None
    found = as_data(
        decide(case("mall", {"no": "5.1", "measured": 60}, date=NEW_DAY, high_rise=False, underground=False), every),
        str,
        lambda text: text.zh,
    )
    assert found["elements"][0]["threshold"] == "大于 50%"


ANNEX = {
    "number": "A.1",
    "kind": "附录",
    "text": "抽查的探测器不动作的过多",
    "page": "20",
    "entered_by": "甲",
    "checked_by": "乙",
    "decides": "6.2、6.3",
}
RATE = {"measure": "不动作的占抽查数", "comparison": "不小于", "percent": "20"}


def test_a_rule_of_the_annex_says_how_its_elements_are_judged() -> None:
    every = loaded(ANNEX | RATE)
    edition = every.versions[2]
    assert [form.annex for form in edition.by_number["6.2"].forms] == ["A.1"]
    assert edition.by_number["6.1"].forms == ()
    six = ["6.1", "6.4", "6.5", "6.6", "6.7"]
    for no, value, wanted in (("6.2", 20, True), ("6.2", 19.9, False), ("6.3", 20, True)):
        assert decide(case("mall", *six, {"no": no, "form": "annex.1", "measured": value}, date=NEW_DAY), every).major is wanted
    found = decide(case("mall", *six, "6.2", date=NEW_DAY), every)
    assert (found.major, missing(found)) == (True, ("elements[5].measured",))
    said = explanation(decide(case("mall", {"no": "6.2", "form": "annex.1", "measured": 25}, date=NEW_DAY), every))
    assert any("第 6.2 (A.1) 条成立" in one.said(str, lambda text: text.zh) for one in said)


def test_a_rule_of_the_annex_for_some_premises_leaves_the_others_as_they_are() -> None:
    every = loaded(ANNEX | RATE | {"where": "高层", "decides": "5.1"})
    assert major(every, "mall", "5.1", high_rise=False) is True
    assert major(every, "mall", {"no": "5.1", "form": "annex.1", "measured": 25}, high_rise=False) is False
    assert major(every, "mall", {"no": "5.1", "form": "annex.1", "measured": 25}, high_rise=True) is True


def test_the_annex_may_have_any_number_of_rows_and_counts_for_none() -> None:
    more = [ANNEX | {"number": f"A.{index}"} for index in range(1, 9)]
    assert len(loaded(*more).versions[2].elements) == 65


@pytest.mark.parametrize(
    ("cells", "where", "code"),
    [
        ({"unit": "斤", "measure": "量", "comparison": "大于", "percent": "1"}, "2:unit", "elements_unit"),
        ({"unit": "米"}, "2:unit", "elements_threshold"),
        ({"unit": "层", "measure": "量", "comparison": "大于", "percent": "1.5"}, "2:percent", "elements_value"),
        ({"unit": "米", "measure": "量", "comparison": "大于", "percent": "-1"}, "2:percent", "elements_value"),
        ({"measure": "量", "comparison": "大于", "percent": "1", "also_comparison": "小于"}, "2:also_comparison", "elements_threshold"),
        (
            {"measure": "量", "comparison": "大于", "percent": "5", "also_comparison": "小于", "also_bound": "5"},
            "2:also_bound",
            "elements_threshold",
        ),
        (
            {"measure": "量", "comparison": "大于", "percent": "1", "also_comparison": "不小于", "also_bound": "5"},
            "2:also_bound",
            "elements_threshold",
        ),
        ({"where": "高层＋大商场"}, "2:where", "elements_fact"),
        ({"unless": "大商场"}, "2:unless", "elements_fact"),
        ({"unless": "不限"}, "2:unless", "elements_fact"),
    ],
)
def test_what_cannot_be_is_told(cells: dict[str, object], where: str, code: str) -> None:
    assert (where, code) in told(**cells)


def test_rows_of_one_number_must_belong_together() -> None:
    assert ("100:number", "elements_twice") in told({"number": "5.1", "text": "又一条"})
    assert ("100:kind", "elements_twice") in told(AREA | {"kind": "综合"}, **STOREYS)
    assert ("100:measure", "elements_twice") in told(STOREYS | {"number": "5.1"}, **STOREYS)


def test_the_annex_names_elements_that_are_there() -> None:
    assert ("100:decides", "elements_annex") in told(ANNEX | {"decides": ""})
    assert ("100:decides", "elements_annex") in told(ANNEX | {"decides": "6.99"})
    assert ("100:number", "elements_number") in told(ANNEX | {"number": "6.1"})


def test_a_direct_element_for_all_premises_is_worth_asking_about() -> None:
    edition = SHIPPED.versions[2]
    rows = with_first(where="商店")
    (caution,) = cautions(rows, edition)
    assert caution.params["numbers"].split("、") == [f"5.{index}" for index in range(2, 31)]
    for more in ({"where": "不限"}, {"unless": "旅馆"}):
        (caution,) = cautions(with_first(**more), edition)
        assert "5.1" not in caution.params["numbers"].split("、")
    assert list(cautions([Row(row.number, row.cells | {"where": "不限"}) for row in rows], edition)) == []
    assert major(loaded(where="不限"), "office", "5.1") is True


@pytest.mark.parametrize("value", [2.5, "3", True, None])
def test_storeys_are_whole(value: object) -> None:
    every = loaded(**STOREYS)
    given = case("mall", {"no": "5.1", "measured": value}, date=NEW_DAY)
    if value is None:
        assert missing(decide(given, every)) == ("elements[0].measured",)
        return
    with pytest.raises(Problems):
        decide(given, every)


def test_metres_may_be_less_than_one_and_never_less_than_none() -> None:
    every = loaded(measure="净宽", unit="米", comparison="小于", percent="0.8", most="50")
    assert major(every, "mall", {"no": "5.1", "measured": 0.7}) is True
    for value in (-0.1, 50.5, {"actual": 1, "standard": 2}):
        with pytest.raises(Problems):
            decide(case("mall", {"no": "5.1", "measured": value}, date=NEW_DAY), every)


def test_who_entered_it_may_be_kept_elsewhere() -> None:
    rows = [
        Row(row.number, {key: cell for key, cell in row.cells.items() if key not in ("entered_by", "checked_by")}) for row in table_rows()
    ]
    assert len(read_table(rows, NEW, SHIPPED, named=False).elements) == 65
    with pytest.raises(Problems):
        read_table(rows, NEW, SHIPPED)


@pytest.mark.parametrize(("unit", "counted"), [("%", False), ("层", True)])
def test_a_measurement_is_held_against_a_counterpart_only_in_the_same_unit(unit: str, counted: bool) -> None:
    """31 % is not 31 storeys: there the element is only stated."""
    every = loaded(same_as="7.3.6", measure="量", unit=unit, comparison="大于", percent="50")
    found = compare(case("mall", {"no": "7.3.6", "measured": 31}, high_rise=True), every)[2]
    assert found.judged[0].counted is counted
    assert bool(found.judged[0].finding.scale) is not counted


@pytest.mark.parametrize("fact", [fact for fact in SHIPPED.facts.facts if fact.claimed], ids=lambda fact: fact.id)
def test_every_exclusion_can_be_named_by_its_title(fact: Fact) -> None:
    row = {
        "number": "4.2 a)",
        "kind": "不予判定",
        "text": "样例",
        "page": "3",
        "entered_by": "甲",
        "checked_by": "乙",
        "fact": fact.title.zh,
    }
    found = decide(case("mall", "5.1", date=NEW_DAY, **{fact.id: True}), loaded(row))
    assert (found.major, found.basis, found.rule) == (False, "excluded", "4.2 a)")


def test_a_table_can_be_written_without_chinese_words() -> None:
    bound = {
        "measure": "storey",
        "unit": "storeys",
        "comparison": "at_least",
        "percent": "3",
        "also_comparison": "at_most",
        "also_bound": "9",
    }
    every = loaded(kind="direct", where="high_rise + crowded, underground", **bound)
    assert major(every, "mall", {"no": "5.1", "measured": 3}, high_rise=True) is True
    assert major(every, "mall", {"no": "5.1", "measured": 10}, high_rise=True) is False
    assert major(every, "mall", {"no": "5.1", "measured": 3}, high_rise=False, underground=False) is False
    assert major(loaded(kind="direct", where="everywhere"), "office", "5.1") is True
