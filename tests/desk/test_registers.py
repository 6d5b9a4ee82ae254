"""The registers: areas, people, posts, slices, departments, teams, committees."""

import json
from datetime import date, timedelta

from django.urls import reverse
from tests import county
from tests.county import COUNTY, FAR, SISTER, TOWN, VILLAGE
from tests.desk.calls import CHIEF, HEAD, OFFICE, TODAY, As, held, post, text

from sanzhang.areas.models import Area
from sanzhang.committee.models import Committee
from sanzhang.departments.models import Department
from sanzhang.journal.models import Entry
from sanzhang.journal.personal import reveal
from sanzhang.journal.versions import present
from sanzhang.people.models import Appointment, Person
from sanzhang.teams.models import Team

# Areas


def test_areas_are_listed_by_level_and_town_inside_the_scope(as_: As) -> None:
    page = text(as_(OFFICE), "areas", query=f"?level=village&town={TOWN}")
    assert county.AREAS[VILLAGE] in page
    assert county.AREAS[FAR] not in page
    assert "嘎查" in page
    assert text(as_(HEAD), "area", FAR, status=404)


def test_an_area_page_tells_who_holds_posts_and_what_lies_below(as_: As) -> None:
    page = text(as_(OFFICE), "area", VILLAGE)
    assert "嘎查村（社区）主要负责人" in page
    assert reverse("desk:areas") + f"?level=grid&amp;name={VILLAGE}" in page


def test_an_area_is_registered_renamed_and_merged_and_keeps_its_history(as_: As) -> None:
    client, code = as_(OFFICE), TOWN + "009"
    post(client, "area_new", code=code, name="新设嘎查", valid_from="2026-01-01")
    post(client, "area_edit", code, name="新名嘎查", kind="gacha", valid_from="2026-01-01", valid_to="2026-05-31", merged_into=VILLAGE)
    area = present(Area, code)
    assert area is not None
    assert (area.name, area.valid_to, area.merged_into) == ("新名嘎查", date(2026, 5, 31), VILLAGE)
    page = text(client, "area", code)
    assert "新设嘎查 → 新名嘎查" in page
    assert "新名嘎查" not in text(client, "areas")
    assert f"2026-05-31 并入{county.AREAS[VILLAGE]}" in text(client, "areas", query="?state=ended")


def test_what_stands_in_the_way_of_an_area_is_said(as_: As) -> None:
    client = as_(OFFICE)
    assert "已经登记" in post(client, "area_new", code=VILLAGE, name="重号")
    assert "没有撤销日期" in post(client, "area_edit", VILLAGE, name="敖伦其日嘎嘎查", merged_into=SISTER)
    assert as_(f"brigade_officer@{COUNTY}").get(reverse("desk:area_new")).status_code == 403


def test_an_area_under_an_unknown_one_is_refused_with_the_reason(as_: As) -> None:
    page = post(as_(OFFICE), "area_new", code="150624999001", name="孤村")
    assert "的上级 150624999 还没有登记" in page


# People


def test_a_telephone_is_shown_only_for_a_reason_that_is_kept(as_: As, people: dict[str, str]) -> None:
    client, key = as_(f"town_head@{TOWN}"), people[HEAD]
    assert "13900000000" not in text(client, "people")
    assert "13900000000" not in text(client, "person", key)
    assert "13900000000" not in post(client, "person_reveal", key, reason="")
    assert not Entry.objects.filter(kind="person.revealed").exists()
    answer = client.post(reverse("desk:person_reveal", args=[key]), {"reason": "联系落实整改"})
    assert "13900000000" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    entry = Entry.objects.get(kind="person.revealed")
    assert (entry.person, json.loads(entry.body)["payload"]) == (people[f"town_head@{TOWN}"], {"person": key, "reason": "联系落实整改"})
    assert "13900000000" not in text(client, "person", key)


def test_nobody_sees_people_of_a_neighbour_and_no_administrator_a_telephone(as_: As, people: dict[str, str]) -> None:
    key = people[f"village_head@{FAR}"]
    client = as_(HEAD)
    for name in ("person", "person_edit", "person_erase"):
        text(client, name, key, status=404)
    assert client.post(reverse("desk:person_reveal", args=[key]), {"reason": "想看一看"}).status_code == 404
    assert as_(f"system_admin@{COUNTY}").post(reverse("desk:person_reveal", args=[key]), {"reason": "想看一看"}).status_code == 403


def test_a_person_is_registered_and_changed_and_the_telephone_stays_unless_changed(as_: As) -> None:
    client = as_(OFFICE)
    post(client, "person_new", number="9001", name="巴图", organisation="旗住建局", area=VILLAGE, phone="13800001111")
    person = Person.objects.get(number="9001", superseded_at__isnull=True)
    post(client, "person_edit", person.key, number="9001", name="巴图", organisation="旗教育局", area=SISTER)
    person = Person.objects.get(number="9001", superseded_at__isnull=True)
    assert (person.organisation, person.area, (reveal(person.sealed) or {})["phone"]) == ("旗教育局", SISTER, "13800001111")
    post(client, "person_edit", person.key, number="9001", name="巴图", area=SISTER, forget_phone="on")
    person = Person.objects.get(number="9001", superseded_at__isnull=True)
    assert (reveal(person.sealed) or {})["phone"] == ""
    assert "旗住建局 → 旗教育局" in text(client, "person", person.key)
    assert "已被另一人使用" in post(client, "person_new", number="9001", name="另一人", area=VILLAGE)


def test_a_person_is_erased_for_good_but_not_while_in_post(as_: As, people: dict[str, str]) -> None:
    client = as_(OFFICE)
    post(client, "person_erase", people[HEAD], reason="本人申请删除")
    assert not Entry.objects.filter(kind="person.erased").exists()
    post(client, "person_new", number="9002", name="其木格", area=VILLAGE, phone="13800002222")
    key = Person.objects.get(number="9002", superseded_at__isnull=True).key
    page = post(client, "person_erase", key, reason="本人申请删除")
    assert "其木格" not in page
    assert "个人信息已删除" in page
    text(client, "person_edit", key, status=404)


# Posts


def test_a_post_is_filled_at_its_level_and_ended(as_: As, people: dict[str, str]) -> None:
    client = as_(OFFICE)
    assert VILLAGE in text(client, "appointment_new")
    page = text(client, "appointment_new", query=f"?area={VILLAGE}")
    assert 'value="village_head"' in page
    assert 'value="town_head"' not in page
    query = f"?area={VILLAGE}"
    assert "已由" in post(
        client, "appointment_new", query=query, post="village_head", person=f"grid_worker@{VILLAGE}001", start="2026-06-01"
    )
    key = held(people[HEAD], "village_head").key
    post(client, "appointment_end", key, end="2026-05-31")
    post(client, "appointment_new", query=query, post="village_head", person=f"grid_worker@{VILLAGE}001", start="2026-06-01")
    assert held(people[f"grid_worker@{VILLAGE}001"], "village_head").start == date(2026, 6, 1)
    assert "2026-05-31" in text(client, "appointment", key)
    assert key in text(client, "appointments", query=f"?when=past&post=village_head&town={TOWN}")
    lines = text(client, "appointments", query="?export=csv&post=village_head").splitlines()
    assert (lines[0].lstrip("\ufeff"), len(lines)) == ("区划,岗位,行业,姓名,自,至", 4)


def test_a_department_appoints_in_its_own_sector_only(as_: As, people: dict[str, str]) -> None:
    client = as_(f"department_head@{COUNTY}/public_security")
    page = text(client, "appointment_new", query=f"?area={COUNTY}")
    assert 'value="department_inspector/public_security"' in page
    assert 'value="department_inspector/housing"' not in page
    assert 'value="brigade_chief"' not in page
    post(client, "appointment_new", query=f"?area={COUNTY}", post="brigade_chief", person=OFFICE, start="2026-06-01")
    assert Appointment.objects.filter(post="brigade_chief").count() == 1


def test_a_post_is_handed_over_in_one_step_with_what_is_open(as_: As, people: dict[str, str]) -> None:
    client, key = as_(OFFICE), held(people[HEAD], "village_head").key
    page = text(client, "hand_over", key)
    assert "一并移交的未完成职责" in page
    assert "/obligation/" in page
    assert f'value="{TODAY().isoformat()}"' in page  # as date fields need it, whatever the language
    day = TODAY()
    page = post(client, "hand_over", key, successor=f"grid_worker@{VILLAGE}001", from_day=day.isoformat(), note="钥匙和台账已交")
    assert held(people[HEAD], "village_head").end == day - timedelta(days=1)
    assert held(people[f"grid_worker@{VILLAGE}001"], "village_head").start == day
    payload = json.loads(Entry.objects.get(kind="post.handed_over").body)["payload"]
    assert payload["open_duties"]
    assert f"接下 {len(payload['open_duties'])} 项未完成的职责" in page
    assert "钥匙和台账已交" in page
    assert "另有" in text(as_(f"system_admin@{COUNTY}"), "hand_over", held(people[f"village_head@{SISTER}"], "village_head").key)
    text(as_(f"town_head@{TOWN}"), "hand_over", held(people[f"village_head@{FAR}"], "village_head").key, status=404)


# Slices


def test_villages_without_an_officer_come_first_and_several_are_assigned_at_once(as_: As, people: dict[str, str]) -> None:
    client, day = as_(CHIEF), TODAY()
    assert "每个嘎查村社区都有监督员" in text(client, "slices")
    before = held(people[f"slice_officer@{FAR}"], "slice_officer")
    post(client, "appointment_end", before.key, end=(day - timedelta(days=1)).isoformat())
    page = text(client, "slices")
    assert "还没有监督员的村" in page
    officer = people[f"brigade_officer@{COUNTY}"]
    post(client, "slice_assign", officer=officer, from_day=day.isoformat(), villages=[VILLAGE, SISTER, FAR])
    rows = Appointment.objects.filter(person=officer, post="slice_officer", superseded_at__isnull=True)
    assert sorted(rows.values_list("area", "start")) == [(VILLAGE, day), (SISTER, day), (FAR, day)]
    assert held(people[f"slice_officer@{VILLAGE}"], "slice_officer").end == day - timedelta(days=1)
    assert Entry.objects.filter(kind="post.handed_over").count() == 2
    # Once more the same day, to somebody else: nothing was held for a day yet, so the appointments themselves are put right.
    post(client, "slice_assign", officer=people[CHIEF], from_day=day.isoformat(), villages=[VILLAGE])
    assert held(people[CHIEF], "slice_officer").area == VILLAGE
    assert Entry.objects.filter(kind="post.handed_over").count() == 2


def test_an_assignment_that_cannot_be_made_everywhere_is_made_nowhere(as_: As, people: dict[str, str]) -> None:
    client, officer = as_(CHIEF), people[f"brigade_officer@{COUNTY}"]
    count = Entry.objects.count()
    page = post(client, "slice_assign", officer=officer, from_day=date(2020, 1, 1).isoformat(), villages=[VILLAGE, SISTER])
    assert (Entry.objects.count(), Appointment.objects.filter(person=officer, post="slice_officer").exists()) == (count, False)
    assert county.AREAS[VILLAGE] in page.split('class="problems"')[1]


# Organisations


def test_departments_teams_and_committees_list_what_is_missing_and_register_it(as_: As) -> None:
    client = as_(OFFICE)
    assert "还没有登记部门的行业" in text(client, "departments")
    post(client, "department_edit", "housing", name="旗住房和城乡建设局", contact="0477-6210000")
    assert Department.objects.get(superseded_at__isnull=True).sector == "housing"
    page = text(client, "teams")
    assert "还没有专职消防救援队的苏木镇" in page
    assert "还没有消防安全服务中心的苏木镇" in page
    post(client, "team_new", area=TOWN, kind="full_time", name="乌兰镇专职队", members="12")
    team = Team.objects.get(superseded_at__isnull=True)
    post(client, "team_edit", team.key, area=TOWN, kind="full_time", name="乌兰镇专职消防救援队", members="15")
    assert Team.objects.get(superseded_at__isnull=True).members == 15
    assert f"area={TOWN}&amp;kind=full_time" not in text(client, "teams")
    assert "还没有防火安全委员会" in text(client, "committees")
    people = [f"town_head@{TOWN}", f"town_officer@{TOWN}"]
    post(client, "committee_edit", TOWN, name="乌兰镇防火安全委员会", chair=people[0], members="\n".join(people))
    assert len(Committee.objects.get(superseded_at__isnull=True).members) == 2
    assert text(client, "committee_edit", TOWN).count(people[1]) >= 1
    text(as_(f"town_head@{TOWN}"), "committee_edit", county.OTHER_TOWN, status=404)
