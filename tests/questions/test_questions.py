"""Who is shown which question; what settling one leaves."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests import county
from tests.county import COUNTY, SISTER, VILLAGE
from tests.questions.conftest import CHIEF, GRID, GRID_CHIEF, HEAD, SHOP, WORKER, ago, far_away, same_photo

from sanzhang.inspections.models import Inspection
from sanzhang.journal.actors import system_actor
from sanzhang.journal.append import append, draft
from sanzhang.journal.models import Entry
from sanzhang.journal.rebuild import rebuild
from sanzhang.people.models import Appointment
from sanzhang.people.queries import actors_of
from sanzhang.photos.models import Photo
from sanzhang.premises.models import Premises
from sanzhang.questions.models import SettledQuestion
from sanzhang.questions.queries import LOOKED_BACK, Asked, open_questions
from sanzhang.rules.problems import Problem


def asked(people: dict[str, str], number: str) -> list[Asked]:
    return open_questions(actors_of(people[number], timezone.localdate()), timezone.localdate() - LOOKED_BACK)


def about(people: dict[str, str], number: str) -> list[tuple[str, set[str]]]:
    return [(str(found.question.asks), {str(row.id) for row in found.inspections}) for found in asked(people, number)]


def end(person: str, post: str) -> None:
    """His appointment ended yesterday."""
    row = Appointment.objects.get(person=person, post=post, superseded_at__isnull=True)
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    payload = {"key": row.key, "person": person, "post": post, "start": row.start.isoformat(), "end": yesterday}
    append(draft("appointment.set", row.area, payload), system_actor())


def settle(people: dict[str, str], number: str, found: Asked, **more: object) -> None:
    payload = {
        "question": found.question.key, "asks": str(found.question.asks), "inspections": [str(row.id) for row in found.inspections],
        "outcome": "asked", "note": "问过，是同一个院子的两家店", **more,
    }  # fmt: skip
    actor = next(actor for actor in actors_of(people[number], timezone.localdate()) if "ask.questions" in actor.powers)
    append(draft("question.settled", found.area, payload), actor)


# Who is shown it


def test_the_grid_chief_is_shown_the_question_and_nobody_else(people: dict[str, str]) -> None:
    ids = set(same_photo(people))
    assert about(people, GRID_CHIEF) == [("same_photo", ids)]
    others = [number for number in people if number != GRID_CHIEF]
    assert {number for number in others if asked(people, number)} == set()


def test_without_a_grid_chief_the_village_head_is_shown_it_and_after_him_the_town(people: dict[str, str]) -> None:
    same_photo(people)
    shown = []
    for chief in (GRID_CHIEF, HEAD, f"town_head@{county.TOWN}", CHIEF):
        assert asked(people, chief), chief
        shown.append({number for number in people if asked(people, number)})
        if chief != CHIEF:
            end(people[chief], chief.split("@")[0])
    assert shown == [{GRID_CHIEF}, {HEAD}, {f"town_head@{county.TOWN}"}, {CHIEF, f"brigade_officer@{COUNTY}"}]


def test_a_grid_chief_is_asked_about_by_the_village_head_never_by_himself(people: dict[str, str]) -> None:
    same_photo(people, by=GRID_CHIEF)
    assert {number for number in people if asked(people, number)} == {HEAD}


def test_one_photo_in_two_grids_of_one_worker_is_for_whoever_is_above_both(people: dict[str, str]) -> None:
    other = VILLAGE + "002"
    append(draft("area.set", other, {"name": "二网格"}), system_actor())
    start = {"start": "2025-01-01"}
    append(draft("appointment.set", other, {"key": "w2", "person": people[WORKER], "post": "grid_worker", **start}), system_actor())
    append(
        draft("appointment.set", other, {"key": "c2", "person": people[f"grid_chief@{SISTER}001"], "post": "grid_chief", **start}),
        system_actor(),
    )
    for actor in actors_of(people[WORKER], timezone.localdate()):
        shop = county.place(actor.area, f"{actor.area} 店", position=SHOP)
        county.inspection(actor, actor.area, shop, ago(days=2), photos=[county.photo("a" * 64, "scene")])
    assert {number for number in people if asked(people, number)} == {HEAD}
    assert asked(people, HEAD)[0].area == VILLAGE


def test_a_department_asks_about_its_own_inspectors(people: dict[str, str]) -> None:
    shops = [county.place(GRID, f"院校{number}", position=SHOP, sector="housing") for number in range(2)]
    housing = next(number for number in people if number.startswith("department_inspector@"))
    actor = county.actor(people, housing)
    for shop in shops:
        county.inspection(
            actor,
            GRID,
            shop,
            ago(days=2),
            evidence="joint_inspection",
            departments=["housing"],
            present=[{"name": "其木格"}],
            photos=[county.photo("a" * 64, "scene")],
        )
    assert {number for number in people if asked(people, number)} == {housing.replace("inspector", "head")}


# What is asked


def test_a_distance_is_asked_about_until_the_register_is_put_right(people: dict[str, str]) -> None:
    id = far_away(people)
    assert about(people, GRID_CHIEF) == [("far", {id})]
    shop = Premises.objects.get(key=Inspection.objects.get(id=id).place_key, superseded_at__isnull=True)
    county.place(GRID, shop.name, key=shop.key, position={"lat": 40.1, "lon": 107.98, "accuracy": 0}, base=str(shop.entry))
    assert about(people, GRID_CHIEF) == []


def test_nothing_is_asked_about_places_without_a_position(people: dict[str, str]) -> None:
    worker = county.actor(people, WORKER)
    where: dict[str, Any] = {"position": {"lat": 45.0, "lon": 107.98, "accuracy": 50}, "no_position": ""}
    county.inspection(worker, GRID, county.place(GRID, "没有登记位置的店"), ago(days=1), **where)
    county.inspection(worker, GRID, county.place(GRID, "没有信号的店", position=SHOP), ago(days=1))
    assert about(people, GRID_CHIEF) == []


def test_photos_that_look_alike_are_found_once_they_have_arrived(people: dict[str, str]) -> None:
    worker = county.actor(people, WORKER)
    for letter in "ab":
        county.inspection(worker, GRID, county.place(GRID, f"店{letter}"), ago(days=2), photos=[county.photo(letter * 64, "scene")])
    assert about(people, GRID_CHIEF) == []
    for letter, dhash in (("a", "0f1e2d3c4b5a6978"), ("b", "0f1e2d3c4b5a697b")):
        Photo.objects.create(sha256=letter * 64, width=1, height=1, dhash=dhash, size=1, received_at=timezone.now())
    assert [found.question.sentence for found in asked(people, GRID_CHIEF)] == ["这两次检查的照片看起来一样，是同一处吗？"]


def test_a_drawn_signature_is_not_compared(people: dict[str, str]) -> None:
    worker = county.actor(people, WORKER)
    for name in "甲乙":
        signed = {"state": "signed", "name": "某人", "sha256": "c" * 64}
        county.inspection(worker, GRID, county.place(GRID, name), ago(days=2), signature=signed)
    assert about(people, GRID_CHIEF) == []


def test_forty_in_ten_minutes_by_night_are_asked_about_and_thirty_nine_are_not(people: dict[str, str]) -> None:
    worker, shop = county.actor(people, WORKER), county.place(GRID, "店", position=SHOP)
    night = timezone.localtime(ago(days=2)).replace(hour=2, minute=0)
    for number in range(39):
        county.inspection(worker, GRID, shop, night + timedelta(seconds=15 * number))
    assert about(people, GRID_CHIEF) == []
    county.inspection(worker, GRID, shop, night + timedelta(seconds=600))
    assert [found.question.sentence for found in asked(people, GRID_CHIEF)] == ["40 次检查记在 10 分钟之内，是事后一起补记的吗？"]


def test_what_is_withdrawn_or_older_than_two_months_is_let_be(people: dict[str, str]) -> None:
    same_photo(people, days=LOOKED_BACK.days + 2)
    assert about(people, GRID_CHIEF) == []
    first, _second = same_photo(people, sha256="b" * 64)
    assert about(people, GRID_CHIEF)
    withdrawal = {"inspection": first, "evidence": "daily_patrol", "reason": "记错了"}
    append(draft("inspection.withdrawn", GRID, withdrawal), county.actor(people, WORKER))
    assert about(people, GRID_CHIEF) == []


# Settling


def test_a_settled_question_is_gone_and_its_entry_stays(people: dict[str, str]) -> None:
    ids = same_photo(people)
    far = far_away(people)
    found = next(found for found in asked(people, GRID_CHIEF) if found.question.asks == "same_photo")
    settle(people, GRID_CHIEF, found)
    assert about(people, GRID_CHIEF) == [("far", {far})]
    row = SettledQuestion.objects.get()
    assert (row.asks, row.outcome, set(row.inspections), row.person) == ("same_photo", "asked", set(ids), people[GRID_CHIEF])
    assert Entry.objects.filter(kind="question.settled", area=GRID).count() == 1
    assert rebuild(check=True).differing == []
    assert Inspection.objects.filter(id__in=ids, withdrawn_at__isnull=True).count() == 2


def test_what_is_left_of_a_settled_question_is_not_asked_again_but_more_of_it_is(people: dict[str, str]) -> None:
    worker = county.actor(people, WORKER)
    shops = [county.place(GRID, f"店{number}") for number in range(4)]
    ids = [
        county.inspection(worker, GRID, shop, ago(days=4, hours=-number), photos=[county.photo("a" * 64, "scene")])
        for number, shop in enumerate(shops[:3])
    ]
    settle(people, GRID_CHIEF, asked(people, GRID_CHIEF)[0], outcome="corrected")
    append(draft("inspection.withdrawn", GRID, {"inspection": ids[1], "evidence": "daily_patrol", "reason": "重复"}), worker)
    assert about(people, GRID_CHIEF) == []
    late = county.inspection(worker, GRID, shops[3], ago(days=1), photos=[county.photo("a" * 64, "scene")])
    assert about(people, GRID_CHIEF) == [("same_photo", {ids[0], ids[2], late})]


@pytest.mark.parametrize("who", [HEAD, CHIEF, f"grid_chief@{SISTER}001", f"village_head@{SISTER}"])
def test_only_the_chief_directly_above_settles_it(people: dict[str, str], who: str) -> None:
    same_photo(people)
    found = asked(people, GRID_CHIEF)[0]
    with pytest.raises(Problem) as refused:
        settle(people, who, found)
    assert refused.value.code in ("not_chief", "outside_area")
    assert not SettledQuestion.objects.exists()


def test_nobody_settles_a_question_about_himself(people: dict[str, str]) -> None:
    same_photo(people, by=GRID_CHIEF)
    with pytest.raises(Problem) as refused:
        settle(people, GRID_CHIEF, asked(people, HEAD)[0])
    assert refused.value.code == "not_chief"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"note": "  "}, "reason_missing"),
        ({"question": "0" * 32}, "question_key"),
        ({"asks": "many"}, "question_key"),
        ({"outcome": "guilty"}, "payload"),
        ({"score": 3}, "payload"),
    ],
)
def test_what_is_not_a_settled_question(people: dict[str, str], change: dict[str, object], code: str) -> None:
    same_photo(people)
    with pytest.raises(Problem) as refused:
        settle(people, GRID_CHIEF, asked(people, GRID_CHIEF)[0], **change)
    assert refused.value.code == code


def test_it_is_settled_once(people: dict[str, str]) -> None:
    same_photo(people)
    found = asked(people, GRID_CHIEF)[0]
    settle(people, GRID_CHIEF, found)
    with pytest.raises(Problem) as refused:
        settle(people, GRID_CHIEF, found)
    assert refused.value.code == "question_settled"


def test_the_smallest_area_of_several_inspections() -> None:
    def area(*codes: str) -> str:
        return Asked(None, "", tuple(Inspection(area=code) for code in codes)).area  # type: ignore[arg-type]

    assert area(GRID) == area(GRID, GRID) == GRID
    assert area(GRID, VILLAGE + "002") == area(GRID, VILLAGE) == VILLAGE
    assert area(GRID, SISTER) == county.TOWN
    assert area(GRID, county.FAR) == COUNTY


@pytest.mark.sqlite_only
def test_as_many_queries_for_many_inspections_as_for_few(people: dict[str, str]) -> None:
    same_photo(people)
    with CaptureQueriesContext(connection) as few:
        assert len(asked(people, GRID_CHIEF)) == 1
    for number in range(10):
        same_photo(people, sha256=f"{number:064x}", days=10 + number)
    with CaptureQueriesContext(connection) as many:
        assert len(asked(people, GRID_CHIEF)) == 11
    assert len(many) == len(few)
    assert open_questions([], date(2026, 1, 1)) == []
    assert UUID(asked(people, GRID_CHIEF)[0].question.key)
