"""Builds packs, facts and expectations out of the YAML that the table tests are written in."""

from collections.abc import Iterator
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from sanzhang.rules.facts import Appointment, Area, Exemption, Facts, ParameterDecision, Record
from sanzhang.rules.pack import Pack, read_pack
from sanzhang.rules.periods import Cadence

HERE = Path(__file__).parent
COUNTY = "150624"
STATES = {"按期完成": "met", "逾期完成": "met_late", "未到期": "open", "逾期": "overdue", "未完成": "missed", "免除": "exempt"}
Row = dict[str, Any]


def load(path: Path) -> Any:
    """The content of one YAML file."""
    return yaml.safe_load(path.read_text("utf-8"))


@cache
def pack_named(*names: str) -> Pack:
    """The base pack with the duties of the named snippets."""
    return read_pack({f"{name}.yaml": (HERE / "packs" / f"{name}.yaml").read_text("utf-8") for name in ("base", *names)})


def cases(*files: str) -> Iterator[tuple[str, Row]]:
    """Every case of the given files (default: all of them) with its name."""
    for path in sorted((HERE / "cases").glob("*.yaml")):
        if not files or path.stem in files:
            for case in load(path):
                yield f"{path.stem}：{case['用例']}", case


class Region:
    """The places of a case, by the names that its author uses."""

    def __init__(self, case: Row) -> None:
        self._rows: dict[str, Row] = load(HERE / "region.yaml") | case.get("辖区", {})

    def code(self, name: str) -> str:
        """The code of a place."""
        return str(self._rows[name]["代码"])

    def codes(self, names: str | list[str]) -> tuple[str, ...]:
        """The codes of one place or several."""
        return tuple(self.code(name) for name in ([names] if isinstance(names, str) else names))

    def areas(self) -> Iterator[Area]:
        """Every place as the rules take it."""
        for name, row in self._rows.items():
            yield Area(
                code=str(row["代码"]),
                name=name,
                kind=row.get("类型", ""),
                valid_from=row.get("起"),
                valid_to=row.get("止"),
                merged_into=self.code(row["并入"]) if "并入" in row else "",
                recorded_at=moment(row.get("录入")),
                superseded_at=moment(row.get("更正")),
            )


def moment(day: date | datetime | None) -> datetime | None:
    """A day stands for its noon."""
    return day if day is None or isinstance(day, datetime) else datetime.combine(day, time(12))


def facts_of(case: Row) -> Facts:
    """The facts of a case."""
    region = Region(case)
    return Facts(
        COUNTY,
        tuple(region.areas()),
        tuple(_appointment(index, row, region) for index, row in enumerate(case.get("任职", ()))),
        tuple(_record(index, row, region) for index, row in enumerate(case.get("记录", ()))),
        tuple(
            Exemption(f"e{index}", row["事项"], region.code(row["辖区"]), str(row["期"]), row["理由"], moment(row.get("录入")))
            for index, row in enumerate(case.get("豁免", ()))
        ),
        tuple(
            ParameterDecision(f"d{index}", row["参数"], _value(row["值"]), row["起"], "委员会", moment(row.get("录入")))
            for index, row in enumerate(case.get("决定", ()))
        ),
    )


def _value(value: int | str) -> int | Cadence:
    return value if isinstance(value, int) else Cadence(value)


def _appointment(index: int, row: Row, region: Region) -> Appointment:
    return Appointment(
        id=f"a{index}",
        person=row["人"],
        post=row["岗位"],
        area=region.code(row["辖区"]),
        start=row.get("起", date(2025, 1, 1)),
        end=row.get("止"),
        sector=row.get("行业", ""),
        recorded_at=moment(row.get("录入")),
        superseded_at=moment(row.get("更正")),
    )


def _record(index: int, row: Row, region: Region) -> Record:
    return Record(
        id=str(row.get("号", f"r{index}")),
        kind=row["种类"],
        areas=region.codes(row["辖区"]),
        occurred_on=row["日期"],
        person=row.get("人", ""),
        post=row.get("岗位", ""),
        sector=row.get("行业", ""),
        parties=frozenset(row.get("参加", ())),
        for_period=str(row.get("补", "")),
        refers_to=row.get("针对", ""),
        data=row.get("内容", {}),
        recorded_at=moment(row.get("录入")),
        withdrawn_at=moment(row.get("撤回")),
    )
