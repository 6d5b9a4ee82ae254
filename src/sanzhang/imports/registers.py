"""The registers that imports change: how an entry names its row, and which entries put an earlier state back or take a row away."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sanzhang.areas.entries.remove_area import AreaRemoved
from sanzhang.areas.entries.set_area import AreaSet
from sanzhang.areas.models import Area
from sanzhang.committee.entries.remove_committee import CommitteeRemoved
from sanzhang.committee.entries.set_committee import CommitteeSet
from sanzhang.committee.models import Committee
from sanzhang.departments.entries.remove_department import DepartmentRemoved
from sanzhang.departments.entries.set_department import DepartmentSet
from sanzhang.departments.models import Department
from sanzhang.households.entries.remove_household import HouseholdRemoved
from sanzhang.households.entries.set_household import HouseholdSet
from sanzhang.households.models import Household
from sanzhang.journal.kinds import Payload
from sanzhang.journal.models import Version
from sanzhang.people.entries.appoint import Appointed
from sanzhang.people.entries.remove_appointment import AppointmentRemoved
from sanzhang.people.entries.remove_person import PersonRemoved
from sanzhang.people.entries.set_person import PersonSet
from sanzhang.people.models import Appointment, Person
from sanzhang.people.posts import posts_of
from sanzhang.premises.entries.remove_premises import PremisesRemoved
from sanzhang.premises.models import Premises
from sanzhang.premises.restating import restated
from sanzhang.rules.problems import gettext_noop as _
from sanzhang.teams.choices import TeamKind
from sanzhang.teams.entries.remove_team import TeamRemoved
from sanzhang.teams.entries.set_team import TeamSet
from sanzhang.teams.models import Team


@dataclass(frozen=True, slots=True)
class Register:
    """One register. ``key_of``: the row that an entry is about, from the entry's area and payload. ``area_of``: the area of the entry about a state."""

    title: str
    page: str
    power: str
    model: type[Version]
    set_kind: str
    removed_kind: str
    key_of: Callable[[str, dict[str, Any]], str]
    area_of: Callable[[Any], str]
    name_of: Callable[[Any], str]
    restored: Callable[[Any], Payload]
    removed: Callable[[Any, str], Payload]


def _by_key(area: str, payload: dict[str, Any]) -> str:
    return str(payload["key"])


def _department_key(area: str, payload: dict[str, Any]) -> str:
    return str(payload.get("key") or f"{area[:6]}/{payload['sector']}")


def _term_name(row: Any) -> str:
    post = posts_of(row.county).get(row.post)
    return f"{post.title.zh if post else row.post} {row.area}"


AREAS = Register(
    _("区划"), "areas", "manage.areas", Area, "area.set", "area.removed",
    key_of=lambda area, payload: area,
    area_of=lambda row: str(row.key),
    name_of=lambda row: f"{row.key} {row.name}",
    restored=lambda row: AreaSet(name=row.name, kind=row.area_kind, valid_from=row.valid_from, valid_to=row.valid_to, merged_into=row.merged_into),
    removed=lambda row, reason: AreaRemoved(reason=reason),
)  # fmt: skip
PEOPLE = Register(
    _("人员"), "people", "manage.people", Person, "person.set", "person.removed",
    key_of=_by_key,
    area_of=lambda row: str(row.area),
    name_of=lambda row: f"{row.number} {row.name}",
    restored=lambda row: PersonSet(key=row.key, number=row.number, organisation=row.organisation, hidden=row.sealed),
    removed=lambda row, reason: PersonRemoved(key=row.key, reason=reason),
)  # fmt: skip
APPOINTMENTS = Register(
    _("任职"), "appointments", "manage.people", Appointment, "appointment.set", "appointment.removed",
    key_of=_by_key,
    area_of=lambda row: str(row.area),
    name_of=_term_name,
    restored=lambda row: Appointed(key=row.key, person=row.person, post=row.post, sector=row.sector, start=row.start, end=row.end),
    removed=lambda row, reason: AppointmentRemoved(key=row.key, reason=reason),
)  # fmt: skip
DEPARTMENTS = Register(
    _("部门"), "departments", "manage.people", Department, "department.set", "department.removed",
    key_of=_department_key,
    area_of=lambda row: str(row.county),
    name_of=lambda row: str(row.name),
    restored=lambda row: DepartmentSet(sector=row.sector, name=row.name, contact=row.contact),
    removed=lambda row, reason: DepartmentRemoved(key=row.key, reason=reason),
)  # fmt: skip
TEAMS = Register(
    _("消防队伍"), "teams", "manage.people", Team, "team.set", "team.removed",
    key_of=_by_key,
    area_of=lambda row: str(row.area),
    name_of=lambda row: str(row.name),
    restored=lambda row: TeamSet(key=row.key, kind=TeamKind(row.team_kind), name=row.name, members=row.members, founded=row.founded),
    removed=lambda row, reason: TeamRemoved(key=row.key, reason=reason),
)  # fmt: skip
COMMITTEES = Register(
    _("防火安全委员会"), "committees", "manage.people", Committee, "committee.set", "committee.removed",
    key_of=lambda area, payload: str(payload.get("key") or area),
    area_of=lambda row: str(row.key),
    name_of=lambda row: str(row.name),
    restored=lambda row: CommitteeSet(name=row.name, chair=row.chair, members=tuple(row.members), founded=row.founded),
    removed=lambda row, reason: CommitteeRemoved(key=row.key, reason=reason),
)  # fmt: skip

PREMISES = Register(
    _("场所"), "premises", "manage.premises", Premises, "premises.set", "premises.removed",
    key_of=_by_key,
    area_of=lambda row: str(row.area),
    name_of=lambda row: str(row.name),
    restored=restated,
    removed=lambda row, reason: PremisesRemoved(key=row.key, reason=reason),
)  # fmt: skip
HOUSEHOLDS = Register(
    _("住户"), "households", "manage.households", Household, "household.set", "household.removed",
    key_of=_by_key,
    area_of=lambda row: str(row.area),
    name_of=lambda row: f"{row.area} {row.number}",
    restored=lambda row: HouseholdSet(
        key=row.key, number=row.number, vulnerable=row.vulnerable, purpose=row.purpose, keep_until=row.keep_until, sealed=row.sealed,
    ),
    removed=lambda row, reason: HouseholdRemoved(key=row.key, reason=reason),
)  # fmt: skip

REGISTERS = (AREAS, PEOPLE, APPOINTMENTS, DEPARTMENTS, TEAMS, COMMITTEES, PREMISES, HOUSEHOLDS)
BY_KIND = {kind: register for register in REGISTERS for kind in (register.set_kind, register.removed_kind)}
