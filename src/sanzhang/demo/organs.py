"""Departments, teams, committees and the parameters that the committee has decided, as journal steps."""

import random
from datetime import date, timedelta

from sanzhang.demo.chronicle import Chronicle
from sanzhang.demo.directory import Directory, author
from sanzhang.demo.ids import clock
from sanzhang.demo.steps import PROGRAM
from sanzhang.rules.areas import Level
from sanzhang.rules.facts import Appointment, Area, ParameterDecision
from sanzhang.rules.pack import Pack
from sanzhang.rules.periods import Cadence
from sanzhang.teams.choices import TITLES, TeamKind

_DECIDED = 2


def write_departments(chronicle: Chronicle, pack: Pack, county: str) -> None:
    """One department for each sector; two have not named a contact yet."""
    for number, sector in enumerate(pack.sectors):
        contact = "办公室 1000000" if number < len(pack.sectors) - 2 else ""
        chronicle.set_up("department.set", county, {"sector": sector.id, "name": sector.department.zh, "contact": contact})


def write_teams(chronicle: Chronicle, areas: tuple[Area, ...], rng: random.Random, effective: date, until: date) -> None:
    """Team and centre in every town but one, micro stations in communities, volunteers elsewhere."""
    towns = [area for area in areas if area.level is Level.TOWN]
    without = rng.choice(towns).code if len(towns) > 2 else ""
    for area in areas:
        for kind, (low, high) in _teams_of(area, without):
            founded = effective + timedelta(days=rng.randint(20, 300))
            if founded >= until:
                continue
            key = str(chronicle.ids.at(clock(founded, 3600)))
            name = area.name + str(TITLES[kind])
            said = {"key": key, "kind": kind.value, "name": name, "members": rng.randint(low, high), "founded": founded.isoformat()}
            chronicle.add("team.set", area.code, PROGRAM, clock(founded, 3600 * 10), said)


def _teams_of(area: Area, without: str) -> list[tuple[TeamKind, tuple[int, int]]]:
    if area.level is Level.TOWN:
        centre = [(TeamKind.SERVICE_CENTRE, (2, 5))] if area.code != without else []
        return [(TeamKind.FULL_TIME, (6, 15)), *centre]
    if area.level is Level.VILLAGE and area.kind != "virtual":
        return [(TeamKind.MICRO_STATION, (3, 8))] if area.kind == "community" else [(TeamKind.VOLUNTEER, (5, 20))]
    return []


def write_committees(
    chronicle: Chronicle, areas: tuple[Area, ...], appointments: list[Appointment], rng: random.Random, effective: date
) -> None:
    """The county's committee, and one in every town but one. The first who came to a post there takes the chair."""
    towns = [area.code for area in areas if area.level is Level.TOWN]
    without = rng.choice(towns) if len(towns) > 2 else ""
    for area in areas:
        if area.level in (Level.COUNTY, Level.TOWN) and area.code != without:
            members = list(dict.fromkeys(held.person for held in appointments if held.area == area.code))
            chair = members[0] if members else ""
            founded = effective - timedelta(days=rng.randint(15, 800))
            said = {"name": f"{area.name}防火安全委员会", "chair": chair, "members": members[1:15], "founded": founded.isoformat()}
            chronicle.set_up("committee.set", area.code, said)


def decide_parameters(chronicle: Chronicle, pack: Pack, directory: Directory, county: str, since: date) -> tuple[ParameterDecision, ...]:
    """The committee confirms the pack's proposal for one cadence and one number; everything else stays 待定."""
    undecided = [parameter for parameter in pack.parameters if not any(value.decided_by for value in parameter.values)]
    cadences = [parameter for parameter in undecided if parameter.unit == "cadence"]
    numbers = [parameter for parameter in undecided if parameter.unit != "cadence"]
    decisions = []
    for number, parameter in enumerate([*cadences[:1], *numbers[: _DECIDED - 1]]):
        held = directory.in_charge("decide.parameters", county, since)
        value = parameter.values[-1].value
        basis = f"旗防火安全委员会{since.year}年第一次全体会议纪要第{number + 1}项"
        plain = value.value if isinstance(value, Cadence) else value
        said = {"parameter": parameter.id, "value": plain, "valid_from": since.isoformat(), "basis": basis}
        step = chronicle.add("parameter.decided", county, author(held) if held else PROGRAM, clock(since, 3600 * 15 + number * 300), said)
        decisions.append(ParameterDecision(str(step.id), parameter.id, value, since, basis, step.recorded_at))
    return tuple(decisions)
