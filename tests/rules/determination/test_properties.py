"""What must hold for every case."""

from typing import Any

from hypothesis import assume, given, settings, strategies as st
from tests.rules.determination.build import SHIPPED

from sanzhang.rules.determination.compiled import tables
from sanzhang.rules.determination.decide import Determination, decide, decide_many
from sanzhang.rules.determination.output import as_data
from sanzhang.rules.problems import Problems

PARTS = tables(SHIPPED).ready["gb35181-2017"].parts
COMBINED = [no for no, part in PARTS.items() if part.element.kind == "combined"]
FACTS = ["crowded", "explosives", "important", "public_entertainment", "shop", "hotel", "high_rise", "underground", "crowded_in_building"]


@st.composite
def elements(draw: st.DrawFn, numbers: list[str]) -> dict[str, Any]:
    part = PARTS[draw(st.sampled_from(numbers))]
    found: dict[str, Any] = {"no": part.element.no}
    if part.by_form and draw(st.booleans()):
        found["form"] = draw(st.sampled_from(sorted(part.by_form)))
    measured = [part.by_form[found["form"]]] if "form" in found else list(part.measured)
    if measured and measured[0].measure and draw(st.booleans()):
        found["measured"] = draw(st.integers(2, measured[0].measure.most or 200))
    if draw(st.integers(0, 9)) == 0:
        found["immediately_correctable"] = draw(st.sampled_from([True, False, None]))
    return found


answers = st.sampled_from([True, False])
cases = st.fixed_dictionaries(
    {
        "date": st.dates().map(lambda day: day.isoformat()).filter(lambda day: "2018-07-01" <= day <= "2025-10-31")
        | st.sampled_from(["2018-07-01", "2024-01-23", "2025-10-31"]),
        "premises_kind": st.sampled_from(sorted(SHIPPED.facts.of_kind)),
        "premises": st.dictionaries(st.sampled_from(FACTS), answers, max_size=4),
        "elements": st.lists(elements(sorted(PARTS)), max_size=9),
    }
)


def determined(case: dict[str, Any]) -> Determination:
    """The verdict; cases whose facts contradict each other are passed over."""
    (found,) = decide_many([case], SHIPPED)
    assume(not isinstance(found, Problems))
    assert not isinstance(found, Problems)
    return found


@given(case=cases, more=elements(sorted(PARTS)))
def test_another_element_never_takes_a_verdict_away(case: dict[str, Any], more: dict[str, Any]) -> None:
    before = determined(case)
    after = determined(case | {"elements": [*case["elements"], more]})
    if before.major:
        assert after.major
    if after.major is False:
        assert before.major is False


@given(case=cases, chance=st.randoms(use_true_random=False))
def test_order_and_repetition_do_not_matter(case: dict[str, Any], chance: Any) -> None:
    mixed = case["elements"] * 2
    chance.shuffle(mixed)
    one, other = determined(case), determined(case | {"elements": mixed})
    assert (one.major, one.basis, one.rule, one.sure, one.open) == (other.major, other.basis, other.rule, other.sure, other.open)


@settings(max_examples=300)
@given(case=cases, more=st.fixed_dictionaries(dict.fromkeys(FACTS, answers)))
def test_whatever_was_not_known_a_verdict_stands(case: dict[str, Any], more: dict[str, bool]) -> None:
    found = determined(case)
    kind = SHIPPED.facts.of_kind[case["premises_kind"]]
    known = tables(SHIPPED).names(found.case.yes | found.case.no)
    answered = determined(
        case | {"premises": case["premises"] | {name: more[name] for name in FACTS if name not in known and name not in kind}}
    )
    open_elements = any(one.reason == "correctable_unknown" or one.reason == "bound_unknown" for one in answered.judged)
    if found.major is not None:
        assert answered.major is found.major
    elif not open_elements:
        assert answered.major is not None


@given(case=cases)
def test_what_is_told_agrees_with_the_verdict(case: dict[str, Any]) -> None:
    found = decide_or_pass(case)
    data = as_data(found, str, lambda text: text.zh)
    assert data["major"] is found.major
    assert (data["major"] is None) == (data["basis"] == "undecided")
    if data["major"] is None:
        assert data["missing"]
    for one in found.judged:
        bit = one.finding.part.bit if one.finding.part else 0
        assert bool(found.sure & bit) >= bool(one.counted)
        if one.counted is None:
            assert (found.sure | found.open) & bit
    assert {one["no"] for one in data["elements"] if one["counted"]} == {no for no, part in PARTS.items() if part.bit & found.sure}


def decide_or_pass(case: dict[str, Any]) -> Determination:
    try:
        return decide(case, SHIPPED)
    except Problems:
        assume(False)
        raise
