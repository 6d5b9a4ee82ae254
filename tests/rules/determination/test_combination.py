"""The four rules of combination, each at its bound and one below; direct elements; for which premises an element is."""

import pytest
from tests.rules.determination.build import counted, doubts, lacking, verdict

IN_A = ["7.3.1", "7.3.2", "7.3.3", "7.3.4", "7.3.5", "7.3.6", "7.3.7", "7.3.8", "7.3.9", "7.5", "7.9.3"]
IN_B = ["7.1.1", "7.1.2", "7.1.3", "7.4.5", "7.4.6"]
NOT_IN_A = ["7.1.1", "7.2.2", "7.3.10", "7.4.3", "7.7.2", "7.8.2", "7.9.5"]


@pytest.mark.parametrize("no", IN_A)
def test_a_counts_three_of_its_range_in_crowded_places(no: str) -> None:
    two = [other for other in ("7.3.1", "7.3.4", "7.3.9") if other != no][:2]
    assert verdict("mall", *two, no) == (True, "combined", "5.3.3(a)")
    assert verdict("mall", *two) == (False, "none", "")


@pytest.mark.parametrize("no", NOT_IN_A)
def test_a_does_not_count_others(no: str) -> None:
    assert verdict("mall", "7.3.1", "7.3.4", no) == (False, "none", "")
    assert verdict("mall", "7.3.1", "7.3.4", no, "7.6.1") == (True, "combined", "5.3.3(c)")


@pytest.mark.parametrize("no", IN_B)
def test_b_counts_three_of_its_range_in_explosive_places(no: str) -> None:
    two = [other for other in IN_B if other != no][:2]
    assert verdict("petrol_station", *two, no) == (True, "combined", "5.3.3(b)")
    assert verdict("petrol_station", *two) == (False, "none", "")
    assert verdict("petrol_station", *two, "7.1.4", "7.2.2", underground=False) == (False, "none", "")
    assert verdict("mall", *two, no) == (False, "none", "")


@pytest.mark.parametrize(("kind", "facts"), [("mall", {}), ("petrol_station", {}), ("office", {"important": True, "crowded": False})])
def test_c_counts_four_of_all(kind: str, facts: dict[str, bool]) -> None:
    assert verdict(kind, "7.2.2", "7.4.3", "7.6.1", "7.8.2", **facts) == (True, "combined", "5.3.3(c)")
    assert verdict(kind, "7.2.2", "7.4.3", "7.6.1", **facts) == (False, "none", "")


def test_d_counts_six_of_all_in_other_places() -> None:
    five = ["7.1.1", "7.2.2", "7.4.3", "7.6.1", "7.8.2"]
    assert verdict("residential_building", *five, "7.3.1") == (True, "combined", "5.3.3(d)")
    assert verdict("residential_building", *five) == (False, "none", "")
    facts = {"crowded": False, "explosives": False, "important": False}
    assert verdict("other", *five, "7.3.1", **facts) == (True, "combined", "5.3.3(d)")
    assert verdict("other", *five, **facts) == (False, "none", "")


def test_where_the_class_is_not_known_the_answer_waits_only_if_it_matters() -> None:
    six = ["7.1.1", "7.2.2", "7.4.3", "7.6.1", "7.8.2", "7.3.1"]
    assert verdict("other", *six) == (True, "combined", "5.3.3(c) / 5.3.3(d)")
    assert verdict("other", *six[:4]) == (None, "undecided", "")
    assert lacking("other", *six[:4]) == {"crowded", "explosives", "important"}
    assert verdict("other", *six[:2]) == (False, "none", "")
    assert verdict("other", *six[:4], crowded=True) == (True, "combined", "5.3.3(c)")
    assert lacking("office", *six[:4]) == {"crowded", "important"}


@pytest.mark.parametrize("kind", ["crowded", "public_entertainment"])
def test_a_class_may_be_said_in_place_of_a_kind(kind: str) -> None:
    assert verdict(kind, "7.3.1", "7.3.4", "7.3.9") == (True, "combined", "5.3.3(a)")


def test_one_direct_element_is_enough() -> None:
    assert verdict("mall", "6.4") == (True, "direct", "5.2.2")
    assert verdict("mall", "7.3.1", "7.3.4", "7.3.9", "6.4") == (True, "direct", "5.2.2")
    assert doubts("mall", "7.3.1", "7.3.4", "7.3.9", "6.4") == set()


@pytest.mark.parametrize(
    ("no", "kind", "facts", "wanted"),
    [
        ("6.1", "petrol_station", {}, True),
        ("6.1", "mall", {}, False),
        ("6.5", "entertainment", {}, True),
        ("6.5", "mall", {}, True),
        ("6.5", "hospital", {"underground": True}, True),
        ("6.5", "hospital", {"underground": False}, False),
        ("6.5", "hospital", {}, None),
        ("6.5", "residential_building", {}, False),
        ("6.6", "hotel", {}, True),
        ("6.6", "temple", {"underground": False}, False),
        ("6.8", "school", {}, True),
        ("6.8", "warehouse", {}, False),
        ("6.10", "residential_building", {}, False),
        ("7.1.4", "station", {"underground": True}, True),
        ("7.3.2", "petrol_station", {}, False),
        ("7.3.5", "mall", {}, True),
        ("7.3.5", "hotel", {}, False),
        ("7.3.11", "mall", {"high_rise": False}, False),
        ("7.4.4", "office", {"crowded": False}, True),
        ("7.4.4", "hotel", {}, False),
        ("7.7.1", "mall", {}, False),
        ("7.7.1", "warehouse", {}, True),
        ("7.5", "residential_building", {"high_rise": False, "underground": False}, False),
        ("7.5", "residential_building", {"high_rise": True}, True),
    ],
)
def test_an_element_is_for_certain_premises(no: str, kind: str, facts: dict[str, bool], wanted: bool | None) -> None:
    assert counted(kind, no, **facts) is wanted


def test_7_3_3_leaves_number_and_width_to_6_5_but_not_blocked_exits() -> None:
    assert counted("mall", {"no": "7.3.3", "form": "number_width"}) is False
    assert counted("mall", {"no": "7.3.3", "form": "blocked"}) is True
    assert counted("mall", "7.3.3") is True
    assert counted("office", {"no": "7.3.3", "form": "number_width"}, underground=False) is True


def test_the_same_number_twice_counts_once() -> None:
    assert verdict("mall", "7.3.1", "7.3.1", "7.3.4") == (False, "none", "")
    spacing = [{"no": "7.1.2", "form": "occupied"}, {"no": "7.1.2", "form": "spacing", "measured": 70}]
    assert verdict("petrol_station", "7.1.1", *spacing) == (False, "none", "")


def test_what_was_recalled_or_read_on_a_poor_copy_is_named() -> None:
    assert doubts("mall", "7.3.1", "7.3.4", "7.3.6") == {"5.3.3(a)"}
    assert doubts("mall", "7.3.1", "7.3.4", "7.3.9") == {"5.3.3(a)", "7.3.9", "5.3.3(a):7.3.9"}
    assert doubts("mall", "7.3.1", "7.1.1", "7.2.2", "7.1.3") == {"5.3.3(c)"}
    assert doubts("petrol_station", "7.1.1", "7.1.2", "7.4.5") == {"5.3.3(b)", "7.4.5"}
    assert doubts("mall", "7.3.1") == {"5.3.3(a)", "5.3.3(c)"}
    assert doubts("petrol_station", "6.7") == {"6.7"}
    assert doubts("mall", "6.8") == {"6.8"}
    assert doubts("mall", "6.8", "6.5") == set()  # one that was read carries it alone
    assert doubts("mall") == set()


def test_the_reading_of_7_2_1_has_to_be_confirmed() -> None:
    area = {"no": "7.2.1", "measured": 151}
    assert "7.2.1:area" in doubts("mall", area, "7.1.1", "7.1.3", "7.2.2")
    assert "7.2.1:area" in doubts("mall", {"no": "7.2.1", "measured": 120})
