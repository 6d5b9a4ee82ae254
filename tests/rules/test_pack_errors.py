"""A pack that cannot be used says where and what to write instead, with every mistake at once."""

import pickle

import pytest
from tests.rules.build import HERE, load, pack_named

from sanzhang.rules.pack import PackErrors, read_pack
from sanzhang.rules.problems import Problem, Problems

BASE = (HERE / "packs" / "base.yaml").read_text("utf-8")
DUTY = """duties:
  - id: patrol
    clause: 一
    title: {zh: 巡查, en: Patrol}
    owed_by: village_head
    per: village
    evidence: [patrol]
    every: month
"""


def errors(**files: str) -> list[str]:
    """What is said of the base pack with these files beside it."""
    with pytest.raises(PackErrors) as caught:
        read_pack({"base.yaml": BASE} | {f"{name}.yaml": text for name, text in files.items()})
    return str(caught.value).splitlines()


def duty(old: str = "", new: str = "", more: str = "") -> str:
    """The sample duty with one line changed or some added."""
    assert old in DUTY
    return DUTY.replace(old, new) + more


def test_the_snippets_are_packs() -> None:
    for path in (HERE / "packs").glob("*.yaml"):
        if path.stem not in ("base", "measures"):
            assert len(pack_named(path.stem).duties) == len(load(path)["duties"])
    assert [duty.id for duty in read_pack({"base.yaml": BASE, "duties.yaml": DUTY}).duties] == ["patrol"]


@pytest.mark.parametrize(
    ("text", "line", "said", "instead"),
    [
        # names that point at nothing
        (duty("clause: 一", "clause: 七"), 3, "“七”在 clauses 里没有", "加上它"),
        (duty("village_head", "vilage_head"), 5, "“vilage_head”在 posts 里没有", "是不是要写“village_head”"),
        (duty("[patrol]", "[meeting, patrols]"), 7, "“patrols”在 evidence 里没有", "是不是要写“patrol”"),
        (duty(more="    at_least: {parameter: round}\n"), 9, "“round”在 parameters 里没有", "是不是要写“rounds”"),
        (duty(more="    done_by: [mayor]\n"), 9, "“mayor”在 posts 里没有", ""),
        (duty(more="    parties: [polices]\n"), 9, "“polices”在 parties 里没有", "是不是要写“police”"),
        (duty("every: month", "trigger: {evidence: [hazzard]}\n    within_days: 3"), 8, "“hazzard”在 evidence 里没有", "“hazard”"),
        # parameters of the wrong unit
        (duty("every: month", "every: {parameter: rounds}"), 8, "“rounds”不是周期", "cadence"),
        (duty(more="    at_least: {parameter: study_cadence}\n"), 9, "“study_cadence”是周期，不是数字", "count"),
        # misspelt or missing keys
        (duty("owed_by", "owned_by"), 5, "不认识“owned_by”", "是不是要写“owed_by”"),
        (duty("    per: village\n", ""), 2, "缺少“per”", "补上"),
        (duty(more="    at_least: {parametr: rounds}\n"), 9, "不认识“parametr”", "是不是要写“parameter”"),
        (duty(more="    xyzzy: 1\n"), 9, "不认识“xyzzy”", "删去"),
        # values
        (duty("per: village", "per: vilage"), 6, "“per”的值 'vilage' 不能用", "'village'"),
        (duty("every: month", "every: monthly"), 8, "“every”的值 'monthly' 不能用", "'month'"),
        (duty(more="    grace_days: ten\n"), 9, "“grace_days”的值 'ten' 不能用", "整数"),
        (duty("[patrol]", "[]"), 7, "“evidence”的值 [] 不能用", "至少写一项"),
        (duty("[patrol]", "patrol"), 7, "“evidence”的值 'patrol' 不能用", "列表"),
        (duty("clause: 一", "clause: 1"), 3, "“clause”的值 1 不能用", "引号"),
        (duty("title: {zh: 巡查, en: Patrol}", "title: 巡查"), 4, "“title”的值 '巡查' 不能用", "名称: 内容"),
        (duty("id: patrol", "id: 巡查"), 2, "“id”的值 '巡查' 不能用", "小写字母"),
        (duty(more="    valid_from: '2026-13-01'\n"), 9, "“valid_from”的值 '2026-13-01' 不能用", "2026-01-31"),
        # what could never be met
        (duty("    every: month\n", ""), 2, "要写 every 或 trigger 之一", "every: month"),
        (duty("every: month", "every: once"), 2, "“patrol”没有期限", "within_days"),
        (duty("village_head", "department_head"), 5, "与 sectors 不相配", "sectors"),
        (duty(more="    sectors: [education]\n"), 5, "与 sectors 不相配", "不要写"),
        (DUTY + DUTY.removeprefix("duties:\n"), 9, "“patrol”在 duties 里写了两次", "改掉"),
        # YAML
        (duty(more="    per: town\n"), 9, "“per”在同一处写了两次", "只保留一个"),
        (duty("evidence: [patrol]", "evidence: [patrol"), 8, "不是正确的 YAML", "缩进"),
        (duty(more="    valid_from: 2026-02-30\n"), 9, "no such day: 2026-02-30", "日期"),
        (duty(more="    title: \x07\n"), 9, "不是正确的 YAML", ""),
        (duty(more="    ? [a, b]\n    : c\n"), 9, "不是正确的 YAML", ""),
        ("- duties\n", 1, "“名称: 内容”的形式", "从 id:"),
        ("", 1, "“名称: 内容”的形式", ""),
        ("duties: none\n", 1, "“duties”应是一个列表", "“- ”"),
        ("id: other\n" + DUTY, 1, "“id”已在另一个文件里写过", "只保留一处"),
    ],
)
def test_one_mistake(text: str, line: int, said: str, instead: str) -> None:
    found = [error for error in errors(more=text) if error.startswith(f"more.yaml:{line}: ") and said in error]
    assert len(found) == 1, errors(more=text)
    assert instead in found[0]


def test_values_of_a_parameter() -> None:
    text = """parameters:
  - id: visits
    title: {zh: 次数, en: Visits}
    clause: 一
    unit: count
    basis: {zh: 无, en: None}
    grade: X
    maximum: 9
    values:
      - {valid_from: 2025-01-01, value: 3}
      - {valid_from: 2026-01-01, value: VALUE}
"""
    assert errors(more=DUTY, visits=text.replace("VALUE", "10")) == [
        "visits.yaml:11: 参数“visits”的值 10 不合 unit: count 及上下限。 可以写 0–9。"
    ]
    assert "可以写 0–9" in errors(more=DUTY, visits=text.replace("VALUE", "month"))[0]
    assert "可以写 0, 1, 2 …, 'week', 'month'" in errors(more=DUTY, visits=text.replace("VALUE", "monthly"))[0]
    assert "week、month" in errors(more=DUTY, visits=text.replace("VALUE", "once").replace("count", "cadence"))[0]


@pytest.mark.parametrize(
    ("marked", "line", "said", "instead"),
    [
        ({"village_head": "slice: true", "village_deputy": "slice: true"}, 16, "“village_deputy”也写了 slice: true", "去掉其中一个"),
        ({"town_head": "slice: true"}, 14, "包片的岗位“town_head”不在嘎查村一级", "village"),
        ({"brigade_chief": "takes_slices: true"}, 13, "没有一个岗位写 slice: true", "写上 slice: true"),
    ],
)
def test_villages_are_dealt_out_by_one_post_of_a_village(marked: dict[str, str], line: int, said: str, instead: str) -> None:
    base = BASE
    for name, mark in marked.items():
        base = base.replace(f"{{id: {name}, ", f"{{id: {name}, {mark}, ")
    with pytest.raises(PackErrors) as caught:
        read_pack({"base.yaml": base, "duties.yaml": DUTY})
    (error,) = str(caught.value).splitlines()
    assert error.startswith(f"base.yaml:{line}: ")
    assert said in error
    assert instead in error


def test_links_of_measures() -> None:
    text = """measures:
  - id: talk
    clause: 九
    title: {zh: 约谈, en: Talk}
    decided_by: [brigade_chef]
    on_standing:
      - {id: late, states: [overdu], at_least: {parameter: round}}
    on_record:
      - {id: found, evidence: [hazards]}
    on_growth:
      - id: more
        evidence: [fires]
        per: town
        percent: {parameter: study_cadence}
"""
    said = errors(more=DUTY, measures=text)
    assert [error.split(" ")[0] for error in said] == [f"measures.yaml:{line}:" for line in (3, 5, 7, 7, 9, 12, 14)]
    assert "是不是要写“overdue”" in said[2]


def test_every_mistake_is_told_at_once_each_in_its_own_file() -> None:
    said = errors(more=duty("village_head", "vilage_head"), less=DUTY.replace("id: patrol", "id: other").replace("一", "七"))
    assert [error.split(" ")[0] for error in said] == ["more.yaml:5:", "less.yaml:3:"]
    said = errors(more=duty("per: village", "per: vilage", "    at_leest: 1\n"), less=DUTY.replace("    clause: 一\n", ""))
    assert [error.split(" ")[0] for error in said] == ["more.yaml:6:", "more.yaml:9:", "less.yaml:2:"]
    said = errors(more="a: [", less="b: ]")
    assert [error.split(":")[0] for error in said] == ["more.yaml", "less.yaml"]


def test_an_alias_may_be_used_and_never_hangs() -> None:
    text = DUTY.replace("[patrol]", "&kinds [patrol]") + DUTY.removeprefix("duties:\n").replace("id: patrol", "id: again").replace(
        "[patrol]", "*kinds"
    )
    assert [duty.evidence for duty in read_pack({"base.yaml": BASE, "duties.yaml": text}).duties] == [("patrol",), ("patrol",)]
    assert errors(more=duty("[patrol]", "&kinds [*kinds]"))


def test_problems_travel_between_processes() -> None:
    problem = Problem("pack", "“{name}”不对。", "改成“{near}”。", where="a.yaml:1", name="x", near="y")
    copy = pickle.loads(pickle.dumps(Problems([problem, problem])))  # noqa: S301 our own bytes
    assert str(copy) == "a.yaml:1: “x”不对。 改成“y”。\na.yaml:1: “x”不对。 改成“y”。"
    assert copy.problems[0].params == problem.params


def test_a_value_of_several_shapes_is_reported_once_and_only_where_it_goes_wrong() -> None:
    assert len(errors(more=duty(more="    grace_days: ten\n"))) == 1
    said = errors(more=duty(more="    at_least: {parametr: rounds}\n"))
    assert [error.split(" ")[1] for error in said] == ["缺少“parameter”。", "不认识“parametr”。"]
