"""What excludes a determination, what can be corrected at once, and editions that cannot decide."""

import pytest
from tests.rules.determination.build import NEW_DAY, SHIPPED, case, counted, doubts, found_for, lacking, verdict

from sanzhang.rules.determination.decide import compare
from sanzhang.rules.determination.explain import explanation
from sanzhang.rules.determination.resting import missing


@pytest.mark.parametrize(
    ("fact", "clause"), [("expert_reviewed", "5.1.3(a)"), ("closed", "5.1.3(b)"), ("not_serious", "5.1.3(c)")]
)  # fmt: skip
def test_2017_excludes(fact: str, clause: str) -> None:
    assert verdict("mall", "6.5", **{fact: True}) == (False, "excluded", clause)
    assert verdict("mall", "6.5", **{fact: False}) == (True, "direct", "5.2.2")
    assert doubts("mall", "6.5", **{fact: True}) == set()


def test_reopening_brings_the_verdict_back() -> None:
    assert verdict("entertainment", "6.5", closed=True)[0] is False
    assert verdict("entertainment", "6.5", closed=False)[0] is True


def test_an_exclusion_that_is_not_known_makes_a_major_verdict_wait() -> None:
    assert verdict("mall", "6.5", closed=None) == (None, "undecided", "")
    assert lacking("mall", "6.5", closed=None) == {"closed"}
    assert verdict("mall", "7.3.1", closed=None) == (False, "none", "")


def test_what_excludes_under_another_edition_does_not_here() -> None:
    assert verdict("mall", "6.5", standard_revised=True) == (True, "direct", "5.2.2")


def test_what_can_be_corrected_at_once_is_no_element() -> None:
    assert verdict("mall", {"no": "6.5", "immediately_correctable": True}) == (False, "none", "")
    assert verdict("mall", {"no": "6.5", "immediately_correctable": False})[0] is True
    assert counted("mall", {"no": "6.5", "immediately_correctable": None}) is None
    assert lacking("mall", {"no": "6.5", "immediately_correctable": None}) == {"elements[0].immediately_correctable"}
    assert verdict("mall", "6.5", immediately_correctable=True) == (False, "none", "")
    assert verdict("mall", {"no": "6.5", "immediately_correctable": False}, immediately_correctable=True)[0] is True


@pytest.mark.parametrize("fact", ["immediately_correctable", "standard_revised", "expert_reviewed", "not_serious"])
def test_ga653_may_leave_undetermined(fact: str) -> None:
    """“May” binds nobody: the program leaves it to the group, and says so."""
    found = found_for("mall", "7.3.6", date="2014-09-17", **{fact: True})
    assert (found.major, found.basis) == (None, "undecided")
    assert found.rule.startswith("可不判定")
    assert "discussion" in missing(found)
    said = [sentence.said(str, lambda text: text.zh) for sentence in explanation(found)]
    assert any(sentence.startswith("可不判定，由集体讨论决定") for sentence in said)


def test_ga653_does_not_know_closing() -> None:
    assert verdict("mall", "7.3.6", date="2014-09-17", closed=True) == (None, "undecided", "")


def test_2025_cannot_decide_while_its_table_is_empty() -> None:
    for elements in ((), ("6.5",), ("5.1", "6.1")):
        found = found_for("mall", *elements, date=NEW_DAY)
        assert (found.major, found.basis, found.rule) == (None, "undecided", "")
        assert missing(found) == ("edition.elements",)
    said = [sentence.said(str, lambda text: text.zh) for sentence in explanation(found_for("mall", date=NEW_DAY))]
    assert any("30 项直接、35 项综合" in sentence and "6 项以上" in sentence for sentence in said)


def test_2025_says_that_its_exclusions_were_not_read() -> None:
    assert set(missing(found_for("mall", "5.1", date=NEW_DAY, closed=True))) == {"edition.elements", "edition.exclusions"}


def test_the_editions_side_by_side() -> None:
    found = compare(case("mall", "6.5"), SHIPPED)
    assert [(one.case.ready.edition.id, one.major, one.basis) for one in found] == [
        ("ga653-2006", None, "undecided"),
        ("gb35181-2017", True, "direct"),
        ("gb35181-2025", None, "undecided"),
    ]


def test_before_the_first_published_decision_the_first_day_is_in_doubt() -> None:
    assert doubts("mall", "6.5", date="2018-07-01") == {"valid_from"}
    assert doubts("mall", "6.5", date="2019-08-04") == {"valid_from"}
    assert doubts("mall", "6.5", date="2019-08-05") == set()
