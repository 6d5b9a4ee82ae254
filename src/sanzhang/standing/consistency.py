"""What facts in files must agree on with each other, and with the pack."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from sanzhang.rules.areas import Level, county_of, level_of, parent
from sanzhang.rules.facts import Appointment, Area, Exemption, ParameterDecision, Record
from sanzhang.rules.pack.model import Pack
from sanzhang.rules.parameters import check_value
from sanzhang.rules.periods import parse
from sanzhang.rules.problems import Problem, gettext_noop as _
from sanzhang.rules.proposals import DECIDED


@dataclass(frozen=True, slots=True)
class Line:
    """A fact and where it stands."""

    where: str
    fact: Any


def inconsistencies(lines: Sequence[Line], pack: Pack | None) -> Iterator[Problem]:
    """Every disagreement: areas that nobody listed, two present facts under one id, ends before beginnings, names the pack doesn't know."""
    known = _Known(lines, pack)
    seen: Counter[tuple[type, str]] = Counter()
    for line in lines:
        key = (type(line.fact), line.fact.code if isinstance(line.fact, Area) else line.fact.id)
        if getattr(line.fact, "superseded_at", None) is None:
            seen[key] += 1
            if seen[key] == 2:
                yield Problem("fact_twice", _("“{id}”已在前面写过。"), _("删去一处，或改正编号。"), where=line.where, id=key[1])
        for problem in known.problems_of(line.fact):
            problem.where = f"{line.where} {problem.where}".strip()
            yield problem


class _Known:
    """What the facts may refer to."""

    def __init__(self, lines: Sequence[Line], pack: Pack | None) -> None:
        areas = [line.fact for line in lines if isinstance(line.fact, Area)]
        self._areas = {area.code for area in areas}
        self._county = county_of(areas[0].code) if areas else ""
        self._parameters = {parameter.id: parameter for parameter in pack.parameters} if pack else {}
        self._names: dict[str, Collection[str]] = {}
        if pack:
            posts = [post.id for post in pack.posts]
            self._names = {
                "post": posts,
                "kind": [*(kind.id for kind in pack.evidence), DECIDED],
                "sector": [sector.id for sector in pack.sectors],
                "parties": [*pack.parties, *posts],
                "duty": [duty.id for duty in pack.duties],
                "parameter": list(self._parameters),
            }

    def problems_of(self, fact: Any) -> Iterator[Problem]:
        match fact:
            case Area():
                yield from self._of_area(fact)
            case Appointment():
                yield from self._listed("area", fact.area)
                yield from self._named("post", fact.post)
                yield from self._named("sector", fact.sector)
                if fact.end and fact.end < fact.start:
                    yield Problem("fact_dates", _("结束日期早于开始日期。"), _("检查两个日期。"), where="end")
            case Record():
                yield from self._of_record(fact)
            case Exemption():
                yield from self._listed("area", fact.area)
                yield from self._named("duty", fact.duty)
            case ParameterDecision():
                yield from self._named("parameter", fact.parameter)
                parameter = self._parameters.get(fact.parameter)
                if parameter and not check_value(parameter, fact.value):
                    yield Problem(
                        "fact_value", _("“{parameter}”不能取 {value}。"), _("取 {low} 到 {high} 之间的整数；周期参数写 month、quarter 等。"),
                        where="value", parameter=fact.parameter, value=fact.value, low=parameter.minimum, high=parameter.maximum,
                    )  # fmt: skip

    def _of_area(self, area: Area) -> Iterator[Problem]:
        if county_of(area.code) != self._county:
            yield Problem(
                "fact_county",
                _("{area} 不属于旗县 {county}。"),
                _("一个文件夹只放一个旗县。"),
                where="code",
                area=area.code,
                county=self._county,
            )
        elif level_of(area.code) is not Level.COUNTY and parent(area.code) not in self._areas:
            yield Problem(
                "fact_parent", _("{area} 的上级 {parent} 没有列出。"), _("补上上级一行，或检查代码。"),
                where="code", area=area.code, parent=parent(area.code),
            )  # fmt: skip
        if area.valid_from and area.valid_to and area.valid_to < area.valid_from:
            yield Problem("fact_dates", _("结束日期早于开始日期。"), _("检查两个日期。"), where="valid_to")
        if area.merged_into:
            yield from self._listed("merged_into", area.merged_into)
            if not area.valid_to:
                yield Problem("fact_dates", _("并入了别处，却没有最后一天。"), _("填上 valid_to。"), where="valid_to")

    def _of_record(self, record: Record) -> Iterator[Problem]:
        for code in record.areas:
            yield from self._listed("areas", code)
        yield from self._named("kind", record.kind)
        yield from self._named("post", record.post)
        yield from self._named("sector", record.sector)
        for party in sorted(record.parties):
            yield from self._named("parties", party)
        if record.for_period and record.for_period != "once":
            try:
                parse(record.for_period)
            except ValueError:
                yield Problem(
                    "fact_period",
                    _("“{key}”不是周期。"),
                    _("写成 2026-03、2026Q1、2026H1 或 2026。"),
                    where="for_period",
                    key=record.for_period,
                )

    def _listed(self, column: str, code: str) -> Iterator[Problem]:
        if code not in self._areas:
            near = get_close_matches(code, self._areas, n=1, cutoff=0.9)
            hint = _("是不是 {near}？") if near else _("在 areas.csv 里补上，或检查代码。")
            yield Problem("fact_area", _("区划 {area} 没有列出。"), hint, where=column, area=code, near="".join(near))

    def _named(self, column: str, name: str) -> Iterator[Problem]:
        names = self._names.get(column)
        if names is not None and name and name not in names:
            near = get_close_matches(name, names, n=1)
            hint = _("是不是“{near}”？") if near else _("对照策略包改正。")
            yield Problem("fact_name", _("策略包里没有“{name}”。"), hint, where=column, name=name, near="".join(near))
