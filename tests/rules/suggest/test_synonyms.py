"""Synonyms out of their file, with every mistake at once."""

import pytest

from sanzhang.packs.suggesting import synonyms
from sanzhang.rules.problems import Problems
from sanzhang.rules.suggest.synonyms import read_synonyms
from sanzhang.rules.suggest.words import features, vocabulary

GOOD = """\
things: {hydrant: [消火栓, 消防栓], exit: [安全出口]}
states: {dry: [没水, 无水]}
said:
  elements: {"old:7.4.3": [消火栓没水]}
  items: {hydrant: [栓里没水]}
"""


def read(text: str) -> list[str]:
    """Where each problem is, and what it is about."""
    with pytest.raises(Problems) as told:
        read_synonyms("synonyms.yaml", text, {"old:7.4.3"}, {"hydrant"})
    return [f"{problem.where} {problem}" for problem in told.value.problems]


def test_they_are_read() -> None:
    found = read_synonyms("synonyms.yaml", GOOD, {"old:7.4.3"}, {"hydrant"})
    assert found.things["hydrant"] == ("消火栓", "消防栓")
    assert found.said.elements == {"old:7.4.3": ("消火栓没水",)}


def test_names_that_point_at_nothing_and_writings_that_stand_twice_are_told() -> None:
    broken = (
        GOOD.replace("old:7.4.3", "old:7.4.4")
        .replace("{hydrant: [栓里没水]}", "{hydrants: [栓里没水]}")
        .replace("没水, 无水", "没水, 没水")
    )
    told = read(broken)
    assert len(told) == 3
    assert "synonyms.yaml:2" in told[0]
    assert "old:7.4.4" in told[1]
    assert "hydrants" in told[2]


def test_a_name_is_a_thing_or_a_state() -> None:
    assert "hydrant" in read(GOOD.replace("dry:", "hydrant:"))[0]


def test_those_that_ship_can_be_read() -> None:
    assert "消防栓" in synonyms().things["hydrant"]


def test_the_longer_writing_is_read_first_and_a_state_goes_with_the_things_of_its_clause() -> None:
    words = vocabulary({"exit": ["出口"], "signs": ["出口标志"], "hydrant": ["消火栓"]}, {"dry": ["没水"]})
    found = features("出口标志旁边，消火栓没水", words)
    assert [feature for feature in found if feature.startswith(":")] == [":signs", ":hydrant", ":dry", ":hydrant:dry"]
