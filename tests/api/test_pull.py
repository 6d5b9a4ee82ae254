"""A phone holds only what its person may see: first whole, then what changed, and what is no longer his goes."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pydantic import ValidationError
from tests import county
from tests.api.conftest import FAR, SISTER, VILLAGE
from tests.api.phone import Phone, photo
from tests.journal.conftest import seal_all

from sanzhang.api.v1.schemas import Pull
from sanzhang.journal.projecting import allowed
from sanzhang.people.models import Appointment

GRID = VILLAGE + "001"
STANDARDS = ("areas", "kinds", "marks", "categories", "evidence", "parties", "departments", "checklists", "states", "steps")


def filled(phone: Phone, area: str, name: str) -> tuple[str, str]:
    """A checked place with a hazard; returns the keys of both."""
    place, finding = phone.place(area, name), phone.finding()
    check = phone.check(area, place["payload"]["key"], finding)
    assert phone.outcomes(place, check) == ["accepted", "accepted"]
    seal_all()
    return place["payload"]["key"], finding["id"]


def agrees(told: dict[str, Any]) -> None:
    """Fails unless the answer is just what its schema says: no field more or less, no value that had to be turned into another."""
    read = Pull.model_validate(told).model_dump(mode="json", by_alias=True, exclude_unset=True)
    moments = ("server_time", "key_expires_at")
    assert {name: value for name, value in read.items() if name not in moments} == {
        name: value for name, value in told.items() if name not in moments
    }


def objects_in(value: Any) -> Iterator[dict[str, Any]]:
    """Every object inside an answer, itself too; of a list only the first, the others being of the same shape."""
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from objects_in(part)
    elif isinstance(value, list):
        yield from objects_in(value[0] if value else None)


def full(worker: Phone) -> dict[str, Any]:
    """An answer in which nothing is left empty."""
    key, _hazard = filled(worker, GRID, "甲店")
    county.household(GRID, "001", people=2, categories=["living_alone_elderly"])
    here = {"lat": 39.09, "lon": 107.98, "accuracy": 12.5}
    seen = worker.pull()["premises"][0]["entry"]
    change = worker.place(GRID, "甲店", key=key, base=seen, position=here, storeys=2, floor_area=80, occupancy=9, marks=["key_unit"])
    assert worker.outcomes(change) == ["accepted"]
    return worker.pull()


def test_the_first_pull_is_whole(worker: Phone) -> None:
    filled(worker, GRID, "甲店")
    told = worker.pull()
    assert told["reset"]
    assert {area["code"] for area in told["areas"]} == {GRID}
    assert [post["post"] for post in told["posts"]] == ["grid_worker"]
    assert all(one["evidence"] and one["items"] for one in told["checklists"])
    lists = {one["id"] for one in told["checklists"]}
    assert {kind["checklist"] for kind in told["kinds"]} <= lists
    assert {mark["id"]: mark["checklist"] for mark in told["marks"]}["key_unit"] == "key_unit"
    assert {mark["checklist"] for mark in told["marks"]} <= lists | {""}


def test_an_item_tells_the_elements_of_its_phrases_where_they_have_their_own(worker: Phone) -> None:
    items = [item for one in worker.pull()["checklists"] for item in one["items"]]
    own = [item for item in items if "elements" in item]
    assert 0 < len(own) < len(items)
    assert all(len(item["elements"]) == len(item["problems"]) and any(item["elements"]) and not item["element"] for item in own)


def test_every_answer_agrees_with_its_schema(worker: Phone, phone_of: Callable[..., Phone]) -> None:
    told = full(worker)
    assert told.keys() == {field.alias or name for name, field in Pull.model_fields.items()}
    assert [name for name, value in told.items() if value in ([], {}, "")] == []
    assert told["households"][0]["personal"]["people"] == 2
    agrees(told)
    leader = phone_of(f"county_leader@{county.COUNTY}").pull()
    assert leader["households"][0]["personal"] is None
    agrees(leader)
    hazard = told["hazards"][0]["id"]
    done = worker.entry("hazard.corrected", GRID, {"hazard": hazard, "photos": [photo("b" * 64, "after")]})
    assert worker.outcomes(done) == ["accepted"]
    later = worker.pull(told["cursor"])
    assert later["hazards"][0]["corrected_on"]
    agrees(later)


def test_a_field_too_many_or_too_few_is_seen(worker: Phone) -> None:
    told = full(worker)
    told |= {name: told[name][:1] for name in STANDARDS}  # the others are of the same shape
    whole = list(objects_in(told))
    assert len(whole) >= 20
    for place, one in enumerate(whole):
        for name in {"undeclared", *one} - {*STANDARDS, "accuracy"}:
            changed = deepcopy(told)
            found = list(objects_in(changed))[place]
            if name in found:
                del found[name]
            else:
                found[name] = ""
            with pytest.raises(ValidationError):
                agrees(changed)
    with pytest.raises(ValidationError):
        agrees(told | {"areas": None})


def test_later_pulls_bring_only_what_changed(worker: Phone) -> None:
    filled(worker, GRID, "甲店")
    cursor = worker.pull()["cursor"]
    again = worker.pull(cursor)
    assert (again["reset"], again["premises"], again["hazards"]) == (False, [], [])
    assert "checklists" not in again
    assert "areas" not in again
    key, hazard = filled(worker, GRID, "乙店")
    later = worker.pull(again["cursor"])
    assert ([one["key"] for one in later["premises"]], [one["id"] for one in later["hazards"]]) == ([key], [hazard])
    done = worker.entry("hazard.corrected", GRID, {"hazard": hazard, "photos": [photo("b" * 64, "after")]})
    assert worker.outcomes(done) == ["accepted"]
    seal_all()
    changed = worker.pull(later["cursor"])
    assert [(one["id"], one["state"], one["photos"]) for one in changed["hazards"]] == [(hazard, "corrected", ["a" * 64, "b" * 64])]


def test_a_neighbour_pulls_nothing_of_it(worker: Phone, phone_of: Callable[..., Phone]) -> None:
    key, hazard = filled(worker, GRID, "秘密的店")
    for number in (f"grid_worker@{SISTER}001", f"village_head@{FAR}", f"town_head@{county.OTHER_TOWN}"):
        text = json.dumps(phone_of(number).pull(), ensure_ascii=False)
        assert not [secret for secret in (key, hazard, "秘密的店", county.AREAS[GRID]) if secret in text], number
    for number in (f"village_head@{VILLAGE}", f"town_head@{county.TOWN}", f"brigade_officer@{county.COUNTY}"):
        assert [one["key"] for one in phone_of(number).pull()["premises"]] == [key], number


def test_a_place_that_moves_away_is_taken_off(worker: Phone, phone_of: Callable[..., Phone]) -> None:
    key, _hazard = filled(worker, GRID, "流动的店")
    head = phone_of(f"town_head@{county.TOWN}")
    cursor, base = worker.pull()["cursor"], head.pull()["premises"][0]["entry"]
    moved = head.place(SISTER + "001", "流动的店", key=key, base=base)
    assert head.outcomes(moved) == ["accepted"]
    seal_all()
    later = worker.pull(cursor)
    assert (later["premises"], later["removed"]["premises"]) == ([], [key])


def test_a_household_that_two_people_changed_says_so(worker: Phone, phone_of: Callable[..., Phone]) -> None:
    home = county.household(GRID, "017")
    head, cursor = phone_of(f"village_head@{VILLAGE}"), worker.pull()["cursor"]
    seen = worker.pull()["households"][0]["entry"]
    state = {"key": home, "number": "017", "purpose": "上门查找隐患", "keep_until": "2030-12-31", "base": seen}
    for phone, name in ((worker, "王某某"), (head, "王某")):
        assert phone.outcomes(phone.entry("household.set", GRID, state | {"personal": {"name": name}})) == ["accepted"]
    seal_all()
    assert [one["conflict"] for one in worker.pull(cursor)["households"]] == [True]


def test_a_new_post_or_none_resets_what_the_phone_holds(worker: Phone) -> None:
    filled(worker, GRID, "甲店")
    cursor = worker.pull()["cursor"]
    with allowed():
        Appointment.objects.filter(person=worker.account.person).update(end=timezone.localdate() - timedelta(days=1))
    told = worker.pull(cursor)
    assert told["reset"]
    assert (told["premises"], told["hazards"], told["areas"], told["posts"]) == ([], [], [], [])


def test_a_cursor_from_nowhere_resets(worker: Phone) -> None:
    for cursor in ("", "x", "1.2", "999999999999999999999.a.b", "5.abc.def"):
        assert worker.pull(cursor)["reset"]


def test_what_entries_turned_out_to_be_for(worker: Phone, phone_of: Callable[..., Phone]) -> None:
    neighbour = phone_of(f"village_head@{SISTER}")
    told = worker.get("/today").json()
    due = told["duties"]
    assert told["total"] == len([one for one in due if one["start"] <= told["as_of"]])
    assert "daily_patrol" in {kind for one in due for kind in one["evidence"]}
    assert all(GRID.startswith(one["area"]) or one["area"].startswith(GRID) for one in due)
    place = worker.place(GRID)
    check = worker.check(GRID, place["payload"]["key"])
    assert worker.outcomes(place, check) == ["accepted", "accepted"]
    told = worker.get("/fulfilled", entries=check["id"]).json()["entries"][check["id"]]
    assert told
    assert all(one["clause"] and one["title"] for one in told)
    assert neighbour.get("/fulfilled", entries=check["id"]).json()["entries"][check["id"]] == []
    assert worker.get("/fulfilled", entries="no").status_code == 422


def test_duties_that_are_not_told_are_counted(worker: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = worker.get("/today").json()
    monkeypatch.setattr("sanzhang.api.v1.today.MOST", 1)
    told = worker.get("/today").json()
    assert (told["duties"], told["total"]) == (whole["duties"][:1], 2)


def test_duties_that_begin_within_a_month_are_told_before_they_do(worker: Phone) -> None:
    today = timezone.localdate()
    begun, coming = [], []
    for one in worker.get("/today").json()["duties"]:
        (begun if one["start"] <= str(today) else coming).append(one)
    assert len(begun) == 2
    assert all(str(today) < one["start"] <= str(today + timedelta(days=31)) for one in coming)
    assert {(one["state"], one["counted"], bool(one["owner_name"]), one["mine"]) for one in coming} == {("open", 0, True, True)}
    assert {one["duty"] for one in begun} <= {one["duty"] for one in coming}, "what is due every month is due in the next one too"
    assert len({one["key"] for one in begun + coming}) == len(begun) + len(coming)
