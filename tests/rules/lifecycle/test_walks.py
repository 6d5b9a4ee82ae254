"""Every shipped table, step by step: each allowed step leads where it should, every other one is refused in words that say what is allowed."""

import pytest
from tests.rules.lifecycle.expected import DAY, ENDED, FOLDER, LEADS, NUMBERS, OPENING, enough, table

from sanzhang.rules.lifecycle import Given, Standing, begin, open_steps, walk
from sanzhang.rules.problems import Problem, Problems

TABLES = sorted(LEADS)


def allowed() -> list[tuple[str, str, str, str]]:
    return [(name, state, event, to) for name in TABLES for state, steps in LEADS[name].items() for event, to in steps.items()]


def forbidden() -> list[tuple[str, str, str]]:
    return [
        (name, state, event) for name in TABLES for state, steps in LEADS[name].items() for event in sorted(events_of(name) - set(steps))
    ]


def events_of(name: str) -> set[str]:
    return {event for steps in (*LEADS[name].values(), OPENING[name]) for event in steps} | {"no_such_step"}


def refusal(name: str, state: str, event: str, given: Given) -> Problem:
    step = (
        (lambda: walk(table(name), Standing(state), event, DAY, given, NUMBERS))
        if state
        else (lambda: begin(table(name), event, DAY, given, NUMBERS))
    )
    with pytest.raises(Problems) as caught:
        step()
    (problem,) = caught.value.problems
    return problem


def test_every_shipped_table_is_looked_at() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.yaml")) == TABLES
    for name in TABLES:
        assert {state.id for state in table(name).states} == set(LEADS[name])
        assert {state.id for state in table(name).states if state.ended} == ENDED[name]
        assert {step.event for step in table(name).steps} == events_of(name) - {"no_such_step"}
        assert (table(name).id, table(name).version) == (name, 1)


@pytest.mark.parametrize(("name", "state", "event", "to"), allowed())
def test_each_allowed_step_leads_where_it_should(name: str, state: str, event: str, to: str) -> None:
    after = walk(table(name), Standing(state, "before_that"), event, DAY, enough(name, event), NUMBERS)
    assert (after.state, after.before, after.since) == ((to, state, DAY) if to != state else (to, "before_that", None))


@pytest.mark.parametrize(("name", "event", "to"), [(name, event, to) for name in TABLES for event, to in OPENING[name].items()])
def test_each_begins_where_it_should(name: str, event: str, to: str) -> None:
    after = begin(table(name), event, DAY, enough(name, event), NUMBERS)
    assert (after.state, after.before, after.since) == (to, "", DAY)


@pytest.mark.parametrize(("name", "state", "event"), forbidden())
def test_every_other_step_is_refused(name: str, state: str, event: str) -> None:
    problem = refusal(name, state, event, Given(note="x", photos=9))
    assert problem.code == "step_forbidden"
    titles = {step.event: step.title.zh for step in table(name).steps}
    assert problem.params["open"] == ("、".join(dict.fromkeys(step.title.zh for step in open_steps(table(name), state))) or "—")
    assert all(titles[event] in problem.params["open"] for event in LEADS[name][state])


@pytest.mark.parametrize("name", TABLES)
def test_nothing_else_begins(name: str) -> None:
    assert {refusal(name, "", event, Given()).code for event in events_of(name) - set(OPENING[name])} == {"step_forbidden"}


def test_what_is_allowed_is_said_in_the_words_of_the_table() -> None:
    assert (
        str(refusal("listing", "passed", "plate_removed", Given()))
        == "现在是“复查合格，待销案”，不能“摘牌”。 现在可以做的：销案。刷新后再看。"
    )
    assert str(refusal("sealing", "", "lifted", Given())) == "临时查封不能从“解除查封”开始。 可以从这些开始：决定临时查封、紧急当场查封。"
    assert str(refusal("listing", "declined", "listed", Given())) == "现在是“政府不同意挂牌”，不能“挂牌”。 现在可以做的：—。刷新后再看。"


def test_something_in_a_state_that_a_table_has_no_longer_is_refused_not_a_crash() -> None:
    assert refusal("hazard", "gone_with_an_old_table", "taken", Given()).code == "step_forbidden"
