"""P1: the tables are what the journal says, to the byte. Erasure: what was erased stays so, and the chain still verifies."""

from datetime import date

import pytest
from django.db import connection
from tests import county
from tests.journal.conftest import COUNTY, OTHER_TOWN, TOWN, VILLAGE, appoint, inspect, seal_all
from tests.journal.field_mix import write_a_day_outside
from tests.journal.plan_mix import write_plans
from tests.rules.determination.build import table_payload

from sanzhang.areas.models import Area
from sanzhang.journal import projecting
from sanzhang.journal.actors import Actor, system_actor
from sanzhang.journal.append import append, draft
from sanzhang.journal.kinds import kinds
from sanzhang.journal.models import Entry, SubjectKey
from sanzhang.journal.personal import hide, reveal
from sanzhang.journal.projecting import OutsideTheJournal
from sanzhang.journal.rebuild import rebuild
from sanzhang.journal.verify import verify
from sanzhang.packs import shipped
from sanzhang.people.entries.set_person import ERASED
from sanzhang.people.models import Appointment, Person
from sanzhang.records.models import Record

# Each kind that the mix below writes; a kind that is added must be added there too.
ELSEWHERE = {"demo.loaded"}


def write_a_mix(people: dict[str, str]) -> None:
    """At least one entry of every kind."""
    write_a_day_outside(people, county.actor(people, "grid_worker"))
    write_plans(TOWN, [people["town_head"], people["brigade_chief"]])
    system, pack = system_actor(), shipped("otog-2022")
    head, chief = county.actor(people, "town_head"), county.actor(people, "brigade_chief")
    kept, withdrawn = (inspect(head, TOWN, date(2026, 6, day), "police_station") for day in (1, 2))
    inspect(chief, COUNTY, date(2026, 6, 3), "department")
    loaded = append(draft("elements.loaded", COUNTY, table_payload()), chief)
    append(draft("elements.checked", COUNTY, {"table": str(loaded.id), "right": False, "note": "传错了文件"}), chief)
    held = Appointment.objects.get(person=people["town_head"]).key
    number = next(parameter for parameter in pack.parameters if parameter.unit == "days")
    spare = county.settle("spare", "某某", TOWN)
    hidden = hide(people["grid_worker"], {"name": "新名", "phone": "1"})
    wrong = appoint(spare, "town_officer", TOWN)
    for kind, area, payload in (
        ("record.withdrawn", TOWN, {"record": withdrawn, "evidence": "joint_inspection", "reason": "重复"}),
        ("person.set", TOWN, {"key": people["grid_worker"], "number": "G1", "organisation": "乌兰镇", "hidden": hidden}),
        ("appointment.removed", TOWN, {"key": wrong, "reason": "错"}),
        ("person.removed", TOWN, {"key": spare, "reason": "错"}),
        ("post.handed_over", TOWN, {"appointment": held, "successor": people["grid_worker"], "from_day": "2026-07-01"}),
        ("area.set", "150624103", {"name": "临时镇"}),
        ("area.removed", "150624103", {"reason": "错"}),
        ("area.set", OTHER_TOWN, {"name": "棋盘井镇", "valid_to": "2026-06-30", "merged_into": TOWN}),
        ("department.set", COUNTY, {"sector": pack.sectors[0].id, "name": "某局"}),
        ("department.removed", COUNTY, {"key": f"{COUNTY}/{pack.sectors[0].id}", "reason": "错"}),
        ("team.set", TOWN, {"key": "t1", "kind": "full_time", "name": "某队", "members": 5}),
        ("team.removed", TOWN, {"key": "t1", "reason": "错"}),
        ("committee.set", TOWN, {"name": "某委", "members": [people["town_head"]]}),
        ("committee.removed", TOWN, {"key": TOWN, "reason": "错"}),
        ("parameter.decided", COUNTY, {"parameter": number.id, "value": 9, "valid_from": "2026-06-01", "basis": "纪要"}),
        ("exemption.granted", TOWN, {"duty": "town.joint_inspection", "period": "2026-05", "reason": "封控"}),
        (
            "measure.decided",
            TOWN,
            {"proposal": "p", "measure": pack.measures[0].id, "outcome": "declined", "reason": "已改", "because": [kept]},
        ),
        ("account.opened", COUNTY, {"username": "u", "person": people["town_head"]}),
        ("account.closed", COUNTY, {"username": "u", "person": people["town_head"]}),
        ("account.password_reset", COUNTY, {"username": "u", "person": people["town_head"]}),
        ("person.revealed", TOWN, {"person": people["town_head"], "reason": "联系"}),
        ("person.erased", VILLAGE, {"key": people["village_head"], "reason": "离职"}),
    ):
        append(draft(kind, area, payload), system)


def test_a_rebuild_reproduces_every_table(people: dict[str, str]) -> None:
    write_a_mix(people)
    missing = set(kinds()) - set(Entry.objects.values_list("kind", flat=True)) - ELSEWHERE
    assert not missing, "add an entry of these kinds to the mix"
    empty = [model.__name__ for model in projecting.projections() if not model._default_manager.exists()]
    assert empty == []
    result = rebuild(check=True)
    assert result.differing == []
    assert result.entries == Entry.objects.count()
    assert rebuild(check=False).differing == []


@pytest.mark.parametrize("table", ["areas_area", "people_person", "people_appointment", "records_record"])
def test_a_changed_table_is_found_and_put_right(people: dict[str, str], head: Actor, table: str) -> None:
    inspect(head, TOWN, date(2026, 6, 1), "police_station")
    with projecting.allowed(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET county = '999999'")  # noqa: S608
        assert cursor.rowcount
    assert rebuild(check=True).differing == [table]
    assert rebuild(check=True).differing == [table], "a check changes nothing"
    assert rebuild(check=False).differing == [table]
    assert rebuild(check=True).differing == []


def test_a_row_too_many_and_a_row_too_few_are_found(people: dict[str, str], head: Actor) -> None:
    made = inspect(head, TOWN, date(2026, 6, 1), "police_station")
    with projecting.allowed():
        Area.objects.filter(key=OTHER_TOWN).delete()
        record = Record.objects.get(id=made)
        record.id = "0" * 32
        record.save(force_insert=True)
    assert set(rebuild(check=True).differing) == {"areas_area", "records_record"}


def test_writing_a_table_outside_the_journal_fails(people: dict[str, str]) -> None:
    with pytest.raises(OutsideTheJournal):
        Area.objects.filter(key=TOWN).update(name="偷改")
    with pytest.raises(OutsideTheJournal):
        Area.objects.filter(key=TOWN).delete()
    with pytest.raises(OutsideTheJournal):
        Person(id="0" * 32, key="k", county=COUNTY, entry="0" * 32, recorded_at="2026-01-01T00:00Z", number="1", area=TOWN, name="n").save()
    with pytest.raises(OutsideTheJournal), connection.cursor() as cursor:
        cursor.execute("UPDATE areas_area SET name = 'x'")


@pytest.mark.parametrize(
    "sql",
    [
        "/* a remark */ UPDATE areas_area SET name = 'x'",
        "-- a remark\nDELETE FROM areas_area",
        "WITH one AS (SELECT 1) UPDATE areas_area SET name = 'x'",
        "UPDATE \"areas_area\" SET name = 'x'",
        "REPLACE INTO areas_area (id) VALUES ('x')",
        "TRUNCATE areas_area",
    ],
)
def test_no_spelling_slips_past_the_guard(people: dict[str, str], sql: str) -> None:
    with pytest.raises(OutsideTheJournal), connection.cursor() as cursor:
        cursor.execute(sql)


def test_an_erased_name_can_be_read_nowhere(people: dict[str, str]) -> None:
    person, system = people["village_head"], system_actor()
    hidden = hide(person, {"name": "改过的名字", "phone": "2"})
    append(draft("person.set", VILLAGE, {"key": person, "number": "v2", "hidden": hidden}), system)
    append(draft("person.erased", VILLAGE, {"key": person, "reason": "本人要求"}), system)
    assert set(Person.objects.filter(key=person).values_list("name", flat=True)) == {ERASED}
    assert Person.objects.filter(key=person).count() == 2
    assert all(reveal(sealed) is None for sealed in Person.objects.filter(key=person).values_list("sealed", flat=True))
    assert "改过的名字" not in "".join(Entry.objects.values_list("body", flat=True))
    assert not SubjectKey.objects.filter(subject=person).exists()
    assert rebuild(check=True).differing == []
    rebuild(check=False)
    assert set(Person.objects.filter(key=person).values_list("name", flat=True)) == {ERASED}
    seal_all()
    assert verify(COUNTY).problems == []


def test_who_is_registered_again_after_an_erasure_survives_a_rebuild(people: dict[str, str]) -> None:
    person, system = people["village_head"], system_actor()
    append(draft("person.erased", VILLAGE, {"key": person, "reason": "误删"}), system)
    hidden = hide(person, {"name": "重新登记", "phone": "3"})
    append(draft("person.set", VILLAGE, {"key": person, "number": "v3", "hidden": hidden}), system)
    assert rebuild(check=True).differing == []
    rebuild(check=False)
    assert Person.objects.get(key=person, superseded_at=None).name == "重新登记"
    assert Person.objects.exclude(superseded_at=None).get(key=person).name == ERASED
    assert reveal(Person.objects.get(key=person, superseded_at=None).sealed)
