"""The editions as they ship: which day has which, how many elements, and what of them was read."""

from datetime import date

import pytest
from tests.packs.reading import texts
from tests.rules.determination.build import SHIPPED

from sanzhang.packs import premises_kinds
from sanzhang.packs.load import STANDARDS
from sanzhang.rules.determination.editions import Edition
from sanzhang.rules.determination.reading import read_editions
from sanzhang.rules.problems import Problems

OLD = SHIPPED.versions[1]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2006, 1, 1), "ga653-2006"),
        (date(2018, 6, 30), "ga653-2006"),
        (date(2018, 7, 1), "gb35181-2017"),
        (date(2025, 10, 31), "gb35181-2017"),
        (date(2025, 11, 1), "gb35181-2025"),
        (date(2040, 1, 1), "gb35181-2025"),
    ],
)
def test_each_day_has_its_edition(day: date, name: str) -> None:
    assert SHIPPED.on(day).id == name


def test_2017_has_10_direct_39_combined_elements_and_4_rules() -> None:
    assert OLD.id == "gb35181-2017"
    assert [element.no for element in OLD.of_kind("direct")] == [f"6.{number}" for number in range(1, 11)]
    per_heading = {"7.1": 4, "7.2": 3, "7.3": 12, "7.4": 6, "7.6": 3, "7.7": 3, "7.8": 2, "7.9": 5}
    wanted = [f"{heading}.{number}" for heading, count in per_heading.items() for number in range(1, count + 1)]
    assert sorted(element.no for element in OLD.of_kind("combined")) == sorted([*wanted, "7.5"])
    assert len(OLD.of_kind("combined")) == 39
    assert [(rule.no, rule.at_least) for rule in OLD.rules] == [("5.3.3(a)", 3), ("5.3.3(b)", 3), ("5.3.3(c)", 4), ("5.3.3(d)", 6)]


def test_what_was_recalled_or_read_on_a_poor_copy() -> None:
    doubtful = {element.no: element.grade.value for element in OLD.elements if not element.grade.verified}
    assert sorted(doubtful.values()) == ["B-"] * 2 + ["R"] * 25
    assert {no for no, grade in doubtful.items() if grade == "B-"} == {"6.7", "6.8"}
    assert {"7.3.8", "7.5", "7.9.5"} <= doubtful.keys()
    assert not {"7.3.7", "7.2.1"} & doubtful.keys()
    assert {rule.no: rule.grade.value for rule in OLD.rules} == {"5.3.3(a)": "B-", "5.3.3(b)": "R", "5.3.3(c)": "R", "5.3.3(d)": "R"}
    assert set(OLD.rules[0].recalled) == {"7.3.8", "7.3.9", "7.5", "7.9.3"}


def test_of_2025_only_what_was_published_is_there() -> None:
    new = SHIPPED.versions[2]
    assert (new.elements, new.rules, new.exclusions) == ((), (), None)
    assert new.counts
    assert (new.counts.direct, new.counts.combined) == (30, 35)
    assert new.combined_at_least
    assert new.combined_at_least.count == 6


def test_of_ga653_only_the_exclusions_are_there() -> None:
    first = SHIPPED.versions[0]
    assert first.elements == ()
    assert len(first.exclusions or ()) == 4


@pytest.mark.parametrize("edition", SHIPPED.versions, ids=lambda edition: edition.id)
def test_every_part_has_words_a_source_and_both_languages(edition: Edition) -> None:
    parts = [*edition.elements, *edition.rules, *(edition.exclusions or ())]
    assert [part.no for part in parts if not (part.source.strip() and part.text.zh.strip())] == []
    assert [path for path, text in texts(edition) if not text.zh.strip() or not text.en.strip()] == []


def shipped_texts() -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted((STANDARDS / "determination").glob("*.yaml"))}


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("gb35181-2017.yaml", 'number: "7.9.5"', 'number: "7.9.4"', "7.9.4"),
        ("gb35181-2017.yaml", "combined: 39", "combined: 40", "40"),
        ("gb35181-2017.yaml", "category: smoke", "category: smok", "smok"),
        ("gb35181-2017.yaml", "where: [[shop]]", "where: [[shopp]]", "shopp"),
        ("gb35181-2017.yaml", "measure: travel_distance", "measure: distance", "distance"),
        ("gb35181-2017.yaml", "{more_than: 125}", "{more_than: 125, at_least: 125}", "thresholds"),
        ("gb35181-2017.yaml", "{more_than: 125}", "{less_than: 125, at_most: 125}", "thresholds"),
        ("gb35181-2017.yaml", "[[high_rise], [underground]], more_than: 30}, {more_than: 50}", "[[high_rise]], more_than: 30}", "damaged"),
        ("gb35181-2017.yaml", '"7.3.7"]\n    recalled', '"7.3.70"]\n    recalled', "7.3.70"),
        ("gb35181-2017.yaml", "fact: closed", "fact: shut", "shut"),
        ("gb35181-2017.yaml", "day: 2025-10-31", "day: 2025-10-30", "gb35181-2025"),
        ("gb35181-2017.yaml", "id: gb35181-2017", "id: gb35181-2016", "gb35181-2016.yaml"),
        ("facts.yaml", "of: [petrol_station, dangerous_goods]", "of: [petrol_station, dangerous_gods]", "dangerous_gods"),
        ("facts.yaml", "implies: [crowded]", "implies: [crowd]", "crowd"),
    ],
)
def test_mistakes_in_the_files_are_told(file: str, old: str, new: str, said: str) -> None:
    files = shipped_texts()
    assert old in files[file]
    files[file] = files[file].replace(old, new, 1)
    facts = files.pop("facts.yaml")
    with pytest.raises(Problems) as told:
        read_editions(files, ("facts.yaml", facts), premises_kinds())
    assert said in str(told.value)


def test_every_kind_of_premises_is_known() -> None:
    assert SHIPPED.facts.of_kind.keys() == {kind.id for kind in premises_kinds().kinds}
    assert SHIPPED.facts.of_kind["hotel"]["crowded"] is True
    assert "crowded" not in SHIPPED.facts.of_kind["other"]
