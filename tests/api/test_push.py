"""What was recorded on a phone arrives exactly once, each entry answered for itself; what can't be kept is refused in words."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from tests import county
from tests.api.conftest import FAR, SISTER, VILLAGE
from tests.api.phone import Phone, photo

from sanzhang.hazards.models import Hazard, HazardEvent
from sanzhang.inspections.models import Inspection
from sanzhang.journal.models import Entry
from sanzhang.journal.rebuild import rebuild
from sanzhang.journal.verify import verify
from sanzhang.people.models import Appointment
from sanzhang.photos.models import PhotoUse

GRID = VILLAGE + "001"


def test_a_place_registered_on_the_phone_is_checked_and_found_again(worker: Phone) -> None:
    place = worker.place(GRID)
    key = place["payload"]["key"]
    check = worker.check(GRID, key, worker.finding(), worker.finding("cannot"))
    assert worker.outcomes(place, check) == ["accepted", "accepted"]
    made = Inspection.objects.get()
    assert (made.place_key, made.findings_count, made.evidence) == (key, 2, "daily_patrol")
    assert sorted(Hazard.objects.values_list("state", flat=True)) == ["open", "reported"]
    assert sorted(HazardEvent.objects.values_list("event", flat=True)) == ["found", "found", "reported"]
    assert PhotoUse.objects.count() == 1, "the same photo in the same role is one use"
    pulled = worker.pull()
    assert [(one["key"], one["phone"], one["last_inspected"] != "") for one in pulled["premises"]] == [(key, "13912345678", True)]
    assert len(pulled["hazards"]) == 2


def test_the_same_push_twice_changes_nothing(worker: Phone) -> None:
    place = worker.place(GRID)
    check = worker.check(GRID, place["payload"]["key"], worker.finding())
    assert worker.outcomes(place, check, check) == ["accepted", "accepted", "repeated"]
    before = [list(model.objects.order_by("pk").values()) for model in (Entry, Inspection, Hazard, HazardEvent, PhotoUse)]
    assert worker.outcomes(place, check) == ["repeated", "repeated"]
    assert [list(model.objects.order_by("pk").values()) for model in (Entry, Inspection, Hazard, HazardEvent, PhotoUse)] == before


def test_other_content_under_the_same_id_is_a_conflict_and_the_first_stays(worker: Phone) -> None:
    place = worker.place(GRID)
    other = {**place, "payload": {**place["payload"], "name": "别的店"}}
    assert worker.outcomes(place, other) == ["accepted", "conflict"]


def test_two_phones_of_one_person_may_send_the_same_entry(phone_of: Callable[..., Phone], worker: Phone) -> None:
    second = phone_of(f"grid_worker@{GRID}")
    place = worker.place(GRID)
    assert worker.outcomes(place) == ["accepted"]
    assert second.outcomes(place) == ["repeated"]


def test_out_of_order_what_depends_on_something_waits(worker: Phone) -> None:
    place = worker.place(GRID)
    finding = worker.finding()
    check = worker.check(GRID, place["payload"]["key"], finding)
    corrected = worker.entry("hazard.corrected", GRID, {"hazard": finding["id"], "photos": [photo("b" * 64, "after")]})
    answer = worker.push(corrected, check).json()["results"]
    assert [result["outcome"] for result in answer] == ["waiting", "waiting"]
    assert all(result["problem"]["hint"] for result in answer)
    assert worker.outcomes(place, check, corrected) == ["accepted"] * 3
    assert Hazard.objects.get().state == "corrected"


def test_two_people_correct_one_hazard_and_somebody_is_asked_to_look(worker: Phone, phone_of: Callable[..., Phone]) -> None:
    place = worker.place(GRID)
    finding = worker.finding()
    assert worker.outcomes(place, worker.check(GRID, place["payload"]["key"], finding)) == ["accepted"] * 2
    head = phone_of(f"village_head@{VILLAGE}")
    for phone, sha256 in ((worker, "b"), (head, "c")):
        done = {"hazard": finding["id"], "photos": [photo(sha256 * 64, "after")]}
        assert phone.outcomes(phone.entry("hazard.corrected", GRID, done)) == ["accepted"]
    hazard = Hazard.objects.get()
    assert (hazard.state, hazard.conflict) == ("corrected", True)
    assert HazardEvent.objects.filter(event="corrected").count() == 2
    settled = head.entry("hazard.settled", GRID, {"hazard": finding["id"], "state": "corrected", "note": "现场看过，已清空"})
    assert worker.outcomes(worker.entry("hazard.settled", GRID, settled["payload"])) == ["no_power"]
    assert head.outcomes(settled) == ["accepted"]
    assert not Hazard.objects.get().conflict


def test_each_bad_entry_is_refused_alone_in_words(worker: Phone) -> None:
    place = worker.place(GRID)
    key = place["payload"]["key"]
    good = worker.check(GRID, key)
    bad = [
        worker.check(FAR + "001", key),
        worker.check(GRID, key, checklist_version=99),
        worker.check(GRID, key, answers={"no_such_item": "problem"}),
        worker.check(GRID, key, evidence="home_visit"),
        worker.check(GRID, key, worker.finding(due="2020-01-01")),
        worker.check(GRID, key, worker.finding("on_the_spot")),
        worker.check(GRID, key, note="长" * 100_000),
        {**worker.check(GRID, key), "person": str(uuid4())},
        {**worker.check(GRID, key), "occurred_at": "2035-01-01T00:00:00+08:00"},
        {**worker.check(GRID, key), "colour": "red"},
        worker.entry("parameter.decided", county.COUNTY, {}),
        worker.entry("no.such.kind", GRID, {}),
        "not even an entry",
        worker.check(GRID, key, post="nobody's"),
    ]
    codes = worker.outcomes(place, *bad, good)
    assert codes == [
        "accepted", "outside_area", "checklist_unknown", "item_unknown", "evidence_unknown", "finding_due", "finding_after", "entry_size",
        "actor", "future", "entry", "kind_desk", "kind_unknown", "entry", "payload", "accepted",
    ]  # fmt: skip
    results = worker.push(*bad).json()["results"]
    assert all(result["problem"]["message"] and result["problem"]["hint"] for result in results), results
    assert Inspection.objects.count() == 1


def test_an_order_is_not_a_grid_workers(worker: Phone) -> None:
    place = worker.place(GRID)
    joint = worker.check(GRID, place["payload"]["key"], evidence="residential_check", checklist="residential_building")
    assert worker.outcomes(place, joint) == ["accepted", "no_power"]


def test_a_clock_that_is_a_day_off_is_noted_and_put_right(phone_of: Callable[..., Phone]) -> None:
    for clock in (timedelta(days=1), timedelta(days=-1)):
        phone = phone_of(f"grid_worker@{GRID}", clock)
        place = phone.place(GRID, name=f"店{clock}")
        check = phone.check(GRID, place["payload"]["key"])
        assert phone.outcomes(place, check) == ["accepted", "accepted"]
        made = Inspection.objects.get(id=check["id"])
        entry = Entry.objects.get(id=check["id"])
        assert abs(made.occurred_at - timezone.now()) < timedelta(minutes=1)
        assert entry.occurred_at == datetime.fromisoformat(check["occurred_at"]), "what the phone said is kept"
        assert made.clock_offset == entry.clock_offset != 0
        assert phone.outcomes(check) == ["repeated"], "measured a second time, the offset differs; the entry is the same"
    assert not verify(county.COUNTY).problems
    assert rebuild(check=True).differing == []


def test_a_clock_in_2035_is_refused_in_words_and_put_right_it_is_taken(phone_of: Callable[..., Phone]) -> None:
    phone = phone_of(f"grid_worker@{GRID}", timedelta(days=3300))
    place = phone.place(GRID)
    answer = phone.push(place).json()
    assert answer["results"][0]["problem"]["code"] == "clock"
    assert abs(answer["clock_offset"] + 3300 * 86400) < 60
    phone.clock = timedelta()
    assert phone.outcomes({**place, "occurred_at": phone.now().isoformat()}) == ["accepted"]


def test_a_phone_that_still_says_where_a_home_is_loses_nothing_and_it_is_kept_nowhere(worker: Phone) -> None:
    there = {"position": {"lat": 39.12345, "lon": 107.98765, "accuracy": 9}, "no_position": ""}
    home = {"type": "household", "key": county.household(GRID, "017"), "snapshot": {"number": "017"}}
    finding = worker.finding(photos=[photo("a" * 64, **there)])
    visit = worker.check(GRID, "", finding, checklist="home_visit", evidence="home_visit", **there)
    visit["payload"]["place"] = home
    done = worker.entry("hazard.corrected", GRID, {"hazard": finding["id"], "photos": [photo("b" * 64, "after", **there)]})
    assert worker.outcomes(visit, done) == ["accepted", "accepted"]
    assert worker.outcomes(visit, done) == ["repeated", "repeated"]
    kept = "".join(Entry.objects.values_list("body", flat=True)) + worker.get("/sync/pull").content.decode()
    assert "39.12345" not in kept
    assert not PhotoUse.objects.filter(lat__isnull=False).exists()
    assert Inspection.objects.get().no_position == "private"


def test_an_old_app_is_told_to_renew_itself_and_loses_nothing(worker: Phone) -> None:
    place = worker.place(GRID)
    assert worker.outcomes(place, app="0.9.9") == ["app_old"]
    assert worker.outcomes(place, app="gibberish") == ["app_old"]
    assert worker.outcomes(place) == ["accepted"]


def test_a_body_that_is_too_large_is_refused_and_read_away(worker: Phone) -> None:
    answer = worker.client.generic("POST", "/api/v1/sync/push", b"x" * (2 * 2**20), "application/json", headers=worker._headers())
    assert (answer.status_code, answer.json()["code"]) == (413, "body_size")
    assert answer.wsgi_request.read() == b"", "whoever sends it hears the answer"
    assert worker.push(*[{}] * 101).status_code == 413


def test_what_was_done_in_a_post_counts_after_it_ended(worker: Phone, people: dict[str, str]) -> None:
    place = worker.place(GRID)
    yesterday = (timezone.now() - timedelta(days=1)).isoformat()
    # A projection is changed here only to end the post in one line.
    from sanzhang.journal.projecting import allowed

    with allowed():
        Appointment.objects.filter(person=worker.account.person).update(end=timezone.localdate() - timedelta(days=1))
    assert worker.outcomes({**place, "occurred_at": yesterday}, worker.place(GRID, name="第二家")) == ["accepted", "no_post"]


def test_nobody_sends_for_a_neighbours_village(phone_of: Callable[..., Phone]) -> None:
    neighbour = phone_of(f"village_head@{SISTER}")
    assert neighbour.outcomes(neighbour.place(GRID)) == ["outside_area"]


@pytest.mark.parametrize("change", [{"device": str(uuid4())}])
def test_a_token_speaks_for_its_own_phone_alone(worker: Phone, change: dict[str, str]) -> None:
    assert worker.push(worker.place(GRID), **change).status_code == 403
    assert not Entry.objects.filter(kind="premises.set").exists()
