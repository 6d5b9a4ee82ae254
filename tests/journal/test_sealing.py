"""Sealing keeps the order of recording, can be repeated, and loses nothing when many write at once."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection, connections
from tests import county
from tests.journal.conftest import COUNTY, TOWN, VILLAGE, all_by, inspect, seal_all

from sanzhang.journal.actors import Actor, system_actor
from sanzhang.journal.append import Outcome, Receipt, append, append_each, draft
from sanzhang.journal.models import Entry
from sanzhang.journal.rebuild import rebuild
from sanzhang.journal.sealing import seal, unsealed_counties
from sanzhang.journal.verify import verify

on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")


def test_places_follow_the_order_of_recording(head: Actor) -> None:
    made = [inspect(head, TOWN, date(2026, 6, day), "police_station") for day in (3, 1, 2)]
    seal_all()
    sealed = [str(id) for id in Entry.objects.filter(kind="record.made").order_by("seq").values_list("id", flat=True)]
    assert sealed == made
    assert list(Entry.objects.order_by("seq").values_list("id")) == list(Entry.objects.order_by("recorded_at").values_list("id"))


def test_sealing_again_changes_nothing(head: Actor) -> None:
    assert seal(COUNTY) == Entry.objects.count()
    before = list(Entry.objects.order_by("seq").values_list("seq", "hash"))
    assert seal(COUNTY) == 0
    assert unsealed_counties() == []
    inspect(head, TOWN, date(2026, 6, 1), "police_station")
    assert unsealed_counties() == [COUNTY]
    assert seal(COUNTY) == 1
    assert list(Entry.objects.order_by("seq").values_list("seq", "hash"))[:-1] == before


def test_counties_have_chains_of_their_own(people: dict[str, str]) -> None:
    append(draft("area.set", "150625", {"name": "邻旗"}), system_actor())
    seal_all()
    assert Entry.objects.get(county="150625").seq == 1
    assert verify("150625").problems == verify(COUNTY).problems == []


def test_more_than_one_batch_is_sealed(people: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sanzhang.journal.sealing.BATCH", 4)
    waiting = Entry.objects.count()
    assert seal(COUNTY) == waiting > 8
    assert verify(COUNTY).problems == []


@pytest.mark.django_db(transaction=True)
def test_a_committed_entry_is_sealed_at_once(committing_people: dict[str, str]) -> None:
    assert unsealed_counties() == []
    append_each(all_by(system_actor(), draft("area.set", VILLAGE, {"name": "甲"}), draft("area.set", TOWN, {"name": "乙"})))
    assert unsealed_counties() == []
    assert verify(COUNTY).problems == []


def together(*works: Callable[[], object]) -> list[BaseException]:
    """Run all at the same moment, each on a connection of its own; returns what went wrong."""
    gate, failures = threading.Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        try:
            gate.wait(timeout=30)
            work()
        except BaseException as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return failures


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_many_writers_lose_nothing_and_double_nothing(committing_people: dict[str, str]) -> None:
    before, each, writers = Entry.objects.count(), 40, 4
    head = county.actor(committing_people, "town_head")

    def write(number: int) -> None:
        for day in range(each):
            if day % 4 == 0:
                append(draft("area.set", VILLAGE, {"name": f"第{number}人第{day}次"}), system_actor())
            else:
                inspect(head, TOWN, date(2026, 6, 1 + day % 28), "police_station")

    assert together(*(lambda number=number: write(number) for number in range(writers))) == []
    seal(COUNTY)
    total = before + each * writers
    assert list(Entry.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, total + 1))
    assert verify(COUNTY).problems == []
    assert rebuild(check=True).differing == []


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_the_same_entry_from_several_sides_at_once_is_kept_once(committing_people: dict[str, str]) -> None:
    """A telephone that sends again before the first answer came."""
    head = county.actor(committing_people, "town_head")
    items = [
        draft("record.made", TOWN, {"evidence": "joint_inspection", "areas": [TOWN], "parties": ["police_station"], "note": str(number)})
        for number in range(20)
    ]
    receipts: list[Receipt] = []
    assert together(*(lambda: receipts.extend(append_each(all_by(head, *items))) for _side in range(3))) == []
    assert len(receipts) == 60
    assert sum(receipt.outcome is Outcome.ACCEPTED for receipt in receipts) == 20
    assert sum(receipt.outcome is Outcome.REPEATED for receipt in receipts) == 40
    assert Entry.objects.filter(kind="record.made").count() == 20


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_heads_appointed_at_once_one_is_refused(committing_people: dict[str, str]) -> None:
    from sanzhang.people.models import Appointment

    fresh = [county.settle(f"new{number}", f"新人{number}", TOWN) for number in range(2)]
    outcomes: list[str] = []

    def appoint_head(person: str) -> None:
        payload = {"key": f"k-{person}", "person": person, "post": "village_head", "start": "2026-01-01"}
        outcomes.append(append_each(all_by(system_actor(), draft("appointment.set", county.FAR, payload)))[0].outcome)

    assert together(*(lambda person=person: appoint_head(person) for person in fresh)) == []
    assert sorted(outcomes) == ["accepted", "refused"]
    assert Appointment.objects.filter(post="village_head", area=county.FAR).count() == 1
    assert connection.vendor == "postgresql"
