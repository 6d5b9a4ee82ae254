"""Facts in plain files: what is written is read back; every mistake is named at once, with its place and what to do."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from tests.demo.small import COUNTY, UNTIL

from sanzhang.demo.divisions import synthetic_divisions
from sanzhang.demo.simulate import simulate
from sanzhang.packs import shipped
from sanzhang.rules.problems import Problem, Problems
from sanzhang.rules.standing import evaluate
from sanzhang.standing.files import read_facts, write_facts

AREAS = "code,name\n150624,某旗\n150624100,甲镇\n150624100001,一嘎查\n"
APPOINTMENTS = "person,post,area,start\n张三,town_head,150624100,2025-01-01\n"
RECORD = '{"id": "r1", "kind": "joint_inspection", "areas": ["150624100"], "occurred_on": "2026-03-05", "post": "town_head", "parties": ["village"]}\n'


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """A folder with good files, some of them replaced."""

    def make(areas: str | bytes = AREAS, appointments: str | bytes = APPOINTMENTS, records: str | bytes = RECORD, **more: str) -> Path:
        texts = {"areas.csv": areas, "appointments.csv": appointments, "records.jsonl": records}
        for name, text in (texts | {f"{name}.jsonl": text for name, text in more.items()}).items():
            (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path

    return make


def wrong(folder: Path, with_pack: bool = True) -> list[str]:
    """Every problem, with its place."""
    with pytest.raises(Problems) as caught:
        read_facts(folder, shipped("otog-2022") if with_pack else None)
    assert all(problem.hint for problem in caught.value.problems)
    return [str(problem) for problem in caught.value.problems]


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    pack = shipped("otog-2022")
    facts = simulate(pack, synthetic_divisions(COUNTY, towns=3, villages=9), months=4, seed=7, until=UNTIL).as_facts()
    write_facts(facts, tmp_path)
    again = read_facts(tmp_path, pack)
    assert again == facts
    assert evaluate(pack, again, UNTIL) == evaluate(pack, facts, UNTIL)
    write_facts(again, tmp_path / "again")
    assert {file.name: file.read_bytes() for file in (tmp_path / "again").iterdir()} == {
        file.name: file.read_bytes() for file in tmp_path.glob("*.*")
    }


def test_the_examples_of_the_guide_are_read(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs/facts-format.md").read_text("utf-8")
    for section in guide.split("\n## `")[1:]:
        (tmp_path / section.split("`")[0]).write_text(section.split("```")[1].split("\n", 1)[1], "utf-8")
    facts = read_facts(tmp_path, shipped("otog-2022"))
    assert [len(rows) for rows in (facts.areas, facts.appointments, facts.records, facts.exemptions, facts.decisions)] == [4, 3, 2, 1, 1]


def test_the_least_that_is_needed(folder: Callable[..., Path]) -> None:
    facts = read_facts(folder(), shipped("otog-2022"))
    assert facts.county == "150624"
    assert facts.appointments[0].id == "张三-town_head-150624100-2025-01-01"
    assert facts.records[0].recorded_at is None
    standings = evaluate(shipped("otog-2022"), facts, date(2026, 3, 31))
    assert [standing.state for standing in standings if standing.obligation.key == "town.joint_inspection@150624100@2026-03"] == ["met"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings(folder: Callable[..., Path], encoding: str) -> None:
    notes: list[Problem] = []
    facts = read_facts(folder(areas=AREAS.encode(encoding)), None, notes.append)
    assert facts.areas[1].name == "甲镇"
    assert [str(note) for note in notes] == (["areas.csv: 文件按 GB18030 编码读入。 最好另存为 UTF-8。"] if encoding == "gb18030" else [])


def test_a_file_that_is_no_text_is_refused(folder: Callable[..., Path]) -> None:
    assert any("areas.csv" in problem and "UTF-8" in problem for problem in wrong(folder(areas=b"\x80\xff\xff\x00")))


def test_spreadsheet_dates_and_zones_are_read(folder: Callable[..., Path]) -> None:
    rows = "person,post,area,start,recorded_at\n张三,town_head,150624100,2025/1/5,2025/1/6 8:05\n李四,town_officer,150624100,2025-01-05,2025-01-06T00:00:00Z\n"
    first, second = read_facts(folder(appointments=rows)).appointments
    assert first.start == date(2025, 1, 5)
    assert first.recorded_at == datetime(2025, 1, 6, 8, 5, tzinfo=timezone(timedelta(hours=8)))
    assert second.recorded_at == datetime(2025, 1, 6, tzinfo=UTC)


def test_every_error_is_told_at_once(folder: Callable[..., Path]) -> None:
    made = folder(
        areas="code,name\n150624,某旗\n1506241,甲镇\n1.50624E+11,乙镇\n150625100,别旗的镇\n150624109001,没有上级的村\n",
        appointments="person,post,area,start,end\n,town_head,150624100,2025-13-01,\n张三,town_haed,150624,2025-01-01,2024-01-01\n",
        records='{"id": "a"\n{"id": "r", "kind": "joint_inspektion", "areas": [], "occurred_on": 5}\n[]\n',
        decisions='{"id": "d", "parameter": "grace_days", "value": "x", "valid_from": "2026-01-01"}\n',
    )
    problems = "\n".join(wrong(made))
    for place in (
        "areas.csv:3 code", "areas.csv:4 code", "areas.csv:5 code", "areas.csv:6 code", "appointments.csv:2: “person”", "appointments.csv:2 start",
        "appointments.csv:3 post", "appointments.csv:3 end", "records.jsonl:1:", "records.jsonl:2 areas", "records.jsonl:2 occurred_on",
        "records.jsonl:3:", "decisions.jsonl:1 value",
    ):  # fmt: skip
        assert place in problems, problems
    assert "科学计数法" in problems
    assert "是不是“town_head”" in problems


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("code,nmae", "是不是要写“name”"),
        ("Code,name", "是不是要写“code”"),
        ("code,name,颜色", "删去它"),
        ("code", "缺少“name”这一列"),
        ("code,name,name", "写了两次"),
    ],
)
def test_a_wrong_header_is_named_and_nothing_else(folder: Callable[..., Path], header: str, told: str) -> None:
    problems = [problem for problem in wrong(folder(areas=AREAS.replace("code,name", header))) if problem.startswith("areas.csv")]
    assert all(problem.startswith("areas.csv:1:") for problem in problems)
    assert any(told in problem for problem in problems)


def test_an_unknown_name_in_json_is_an_error(folder: Callable[..., Path]) -> None:
    assert any(
        "records.jsonl:1" in problem and "occurred_on" in problem
        for problem in wrong(folder(records=RECORD.replace("occurred_on", "ocurred_on")))
    )


@pytest.mark.parametrize("field", ["kind", "post", "parties"])
def test_a_name_that_the_pack_does_not_have_is_an_error_where_there_is_a_pack(folder: Callable[..., Path], field: str) -> None:
    old, new = {
        "kind": ("joint_inspection", "joint_inspektion"),
        "post": ('"post": "town_head"', '"post": "town_haed"'),
        "parties": ('["village"]', '["vilage"]'),
    }[field]
    made = folder(records=RECORD.replace(old, new))
    assert [problem for problem in wrong(made) if f"records.jsonl:1 {field}" in problem and "是不是" in problem]
    assert read_facts(made)


def test_an_area_that_is_not_listed_is_named_with_the_nearest(folder: Callable[..., Path]) -> None:
    (problem,) = wrong(folder(records=RECORD.replace('["150624100"]', '["150624100002"]')))
    assert problem.startswith("records.jsonl:1 areas")
    assert "150624100001" in problem


def test_one_thing_has_one_present_state(folder: Callable[..., Path]) -> None:
    assert any("areas.csv:5" in problem for problem in wrong(folder(areas=AREAS + "150624100,又一次\n")))
    rows = "code,name,recorded_at,superseded_at\n150624,旧名,2025-01-01,2026-01-01\n150624,新名,2026-01-01,\n"
    facts = read_facts(folder(areas=rows + "150624100,甲镇,,\n150624100001,一嘎查,,\n"))
    assert [area.name for area in facts.known_at(None).areas if area.code == "150624"] == ["新名"]
    assert [area.name for area in facts.known_at(datetime(2025, 6, 1, tzinfo=UTC)).areas if area.code == "150624"] == ["旧名"]


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    assert [problem.split(":")[0] for problem in wrong(tmp_path)] == ["areas.csv", "appointments.csv", "records.jsonl"]


def test_an_empty_county_is_refused(folder: Callable[..., Path]) -> None:
    assert "没有任何区划" in "".join(wrong(folder(areas="code,name\n", appointments="person,post,area,start\n", records="")))


def test_a_cell_with_a_line_break_does_not_shift_the_lines(folder: Callable[..., Path]) -> None:
    problems = wrong(folder(areas='code,name\n150624,"某\n旗"\nx,乙\n', appointments="person,post,area,start\n", records=""))
    assert problems[0].startswith("areas.csv:4 code")
