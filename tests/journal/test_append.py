"""P2: the same entry twice is harmless, and one bad entry never holds up the others. P5: power follows the post."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.journal.conftest import COUNTY, FAR, OTHER_TOWN, TOWN, VILLAGE, all_by, appoint, inspect

from sanzhang.areas.models import Area
from sanzhang.journal.actors import Actor, system_actor
from sanzhang.journal.append import Outcome, append, append_all, append_each, draft
from sanzhang.journal.kinds import Draft
from sanzhang.journal.models import Entry
from sanzhang.people.models import Appointment, Person
from sanzhang.people.queries import actors_of
from sanzhang.records.models import Record
from sanzhang.rules.problems import Problem, Problems


def inspection(area: str = TOWN, **more: Any) -> Draft:
    """A town head's joint inspection."""
    payload = {"evidence": "joint_inspection", "areas": [area], "parties": ["police_station"], **more}
    return draft("record.made", area, payload)


def refused(item: Draft, actor: Actor) -> str:
    """The code with which a draft is refused; nothing may have changed."""
    before = Entry.objects.count(), Record.objects.count()
    with pytest.raises(Problem) as caught:
        append(item, actor)
    assert (Entry.objects.count(), Record.objects.count()) == before
    assert str(caught.value)
    return caught.value.code


def test_the_same_entry_twice_is_accepted_once(head: Actor) -> None:
    item = inspection()
    assert append(item, head).outcome is Outcome.ACCEPTED
    entries = Entry.objects.count()
    assert append(item, head).outcome is Outcome.REPEATED
    assert Entry.objects.count() == entries
    assert Record.objects.count() == 1


def test_a_repeated_entry_is_not_checked_again(head: Actor) -> None:
    """The first answer stands, also when the post was lost since."""
    item = inspection()
    append(item, head)
    assert append(item, replace(head, powers=frozenset())).outcome is Outcome.REPEATED


@pytest.mark.parametrize("changed", ["payload", "area", "moment", "author"])
def test_other_bytes_under_the_same_id_are_a_conflict(head: Actor, chief: Actor, changed: str) -> None:
    item = inspection()
    append(item, head)
    body = Entry.objects.get(id=item.id).body
    other = {
        "payload": replace(item, payload={**item.payload, "note": "改"}),
        "area": replace(item, area=VILLAGE, payload={**item.payload, "areas": [VILLAGE]}),
        "moment": replace(item, occurred_at=item.occurred_at - timedelta(seconds=1)),
        "author": item,
    }[changed]
    assert refused(other, chief if changed == "author" else head) == "conflict"
    assert Entry.objects.get(id=item.id).body == body


def test_a_batch_with_a_bad_entry_keeps_the_good_ones(head: Actor) -> None:
    good, outside, unknown, later = inspection(), inspection(OTHER_TOWN), draft("no.such", TOWN, {}), inspection()
    receipts = append_each(all_by(head, good, outside, unknown, later, good))
    assert [receipt.outcome for receipt in receipts] == ["accepted", "refused", "refused", "accepted", "repeated"]
    assert [receipt.problem.code for receipt in receipts if receipt.problem] == ["outside_area", "kind_unknown"]
    assert set(Record.objects.values_list("id", flat=True)) == {good.id, later.id}


def test_a_batch_sent_again_is_answered_by_one_look_at_the_journal(head: Actor, django_assert_num_queries: Any) -> None:
    first, second = inspection(), inspection()
    append_each([(first, head), (second, head)])
    other = replace(second, payload={**second.payload, "note": "改"})
    with django_assert_num_queries(1):
        again = append_each([(first, head), (other, head), (first, head)])
    assert [receipt.outcome for receipt in again] == [Outcome.REPEATED, Outcome.REFUSED, Outcome.REPEATED]
    assert again[1].problem
    assert again[1].problem.code == "conflict"


def test_a_refused_entry_asks_for_no_seal(head: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was refused for its area names no county; sealing that would fail after the good ones were kept."""
    asked: list[str] = []
    monkeypatch.setattr("sanzhang.journal.append.seal_soon", asked.append)
    receipts = append_each(all_by(head, inspection(), replace(inspection(), area="abcdef"), replace(inspection(), area="")))
    assert [receipt.outcome for receipt in receipts] == ["accepted", "refused", "refused"]
    assert asked == [COUNTY]


@pytest.mark.parametrize(
    "payload",
    [
        {"note": "\x00"},
        {"note": "\ud800"},
        {"data": {"places": 2**60}},
        {"data": {"places": float("nan")}},
        {"sector": "x"},
        {"areas": []},
        {"areas": ["150624999"]},
        {"for_period": "2026-13"},
        {"refers_to": "nothing"},
        {"parties": ["nobody"]},
        {"attachments": [{"sha256": "0" * 64, "name": "a", "type": "image/png", "size": 1}]},
    ],
    ids=str,
)
def test_nothing_that_can_be_sent_holds_up_a_batch(head: Actor, payload: dict[str, Any]) -> None:
    good, later = inspection(), inspection()
    receipts = append_each(all_by(head, good, inspection(**payload), later))
    assert receipts[0].outcome is receipts[2].outcome is Outcome.ACCEPTED
    assert receipts[1].outcome is Outcome.REFUSED
    assert str(receipts[1].problem)
    assert Record.objects.count() == 2


def test_a_name_that_is_too_long_is_refused_with_a_reason(people: dict[str, str]) -> None:
    receipts = append_each(
        all_by(system_actor(), draft("area.set", "150624102", {"name": "长" * 300}), draft("area.set", "150624103", {"name": "短镇"}))
    )
    assert [receipt.outcome for receipt in receipts] == ["refused", "accepted"]
    assert set(Area.objects.filter(key__startswith="15062410").values_list("key", flat=True)) >= {"150624103"}


def test_all_or_none_names_every_refusal(head: Actor) -> None:
    with pytest.raises(Problems) as caught:
        append_all([inspection(), inspection(OTHER_TOWN), inspection(FAR)], head)
    assert [problem.where for problem in caught.value.problems] == ["#2", "#3"]
    assert not Record.objects.exists()


def test_a_post_without_the_power_is_refused(worker: Actor, head: Actor, chief: Actor) -> None:
    assert refused(draft("record.made", worker.area, {"evidence": "risk_analysis", "areas": [worker.area]}), worker) == "no_power"
    assert refused(draft("parameter.decided", COUNTY, {}), worker) != ""
    assert refused(draft("person.erased", TOWN, {"key": "x", "reason": "y"}), replace(head, powers=frozenset())) == "no_power"


def test_outside_the_own_area_is_refused(head: Actor) -> None:
    assert refused(inspection(OTHER_TOWN), head) == "outside_area"
    assert refused(inspection(FAR), head) == "outside_area"
    assert append(inspection(VILLAGE), head).outcome is Outcome.ACCEPTED


def test_nobody_reaches_beyond_his_area_by_a_key(people: dict[str, str], head: Actor) -> None:
    """The entry says the own town, its payload names a thing of another place."""
    stranger = people["brigade_chief"]
    appointment = Appointment.objects.get(person=stranger).key
    for item in (
        draft("person.erased", TOWN, {"key": stranger, "reason": "试"}),
        draft("appointment.removed", TOWN, {"key": appointment, "reason": "试"}),
        draft("appointment.set", TOWN, {"key": appointment, "person": people["town_head"], "post": "town_officer", "start": "2025-01-01"}),
    ):
        with pytest.raises(Problem) as caught:
            append(item, head)
        assert caught.value.code == "outside_area"
    assert Person.objects.get(key=stranger).name == "某brigade_chief"
    assert Appointment.objects.get(key=appointment, superseded_at=None).person == stranger


def test_what_has_not_happened_yet_is_refused(head: Actor) -> None:
    tomorrow = replace(inspection(), occurred_at=timezone.now() + timedelta(days=1))
    assert refused(tomorrow, head) == "future"
    slow_clock = replace(inspection(), occurred_at=timezone.now() + timedelta(minutes=5))
    assert append(slow_clock, head).outcome is Outcome.ACCEPTED


def test_a_moment_without_a_zone_is_refused(head: Actor) -> None:
    assert refused(replace(inspection(), occurred_at=timezone.now().replace(tzinfo=None)), head) == "moment_zone"


@pytest.mark.parametrize("area", ["", "15", "1506", "15062410", "abcdef", "１５０６２４"])
def test_what_is_no_area_code_is_refused(head: Actor, area: str) -> None:
    assert refused(replace(inspection(), area=area), head) == "area_code"


def test_an_unknown_area_is_refused(chief: Actor) -> None:
    assert refused(inspection("150624999"), chief) == "area_unknown"


def test_a_second_head_is_refused(people: dict[str, str]) -> None:
    with pytest.raises(Problem) as caught:
        appoint(people["grid_worker"], "town_head", TOWN, "2026-01-01")
    assert caught.value.code == "post_taken"
    assert "某town_head" in str(caught.value)
    appoint(people["grid_worker"], "grid_worker", VILLAGE + "001", "2026-01-01")  # a post that several may hold


def test_a_handover_is_one_step(people: dict[str, str]) -> None:
    held = Appointment.objects.get(person=people["town_head"]).key
    entries = Entry.objects.count()
    item = draft("post.handed_over", TOWN, {"appointment": held, "successor": people["grid_worker"], "from_day": "2026-06-01"})
    append(item, system_actor())
    assert Entry.objects.count() == entries + 1
    assert [actor.post for actor in actors_of(people["town_head"], date(2026, 5, 31))] == ["town_head"]
    assert actors_of(people["town_head"], date(2026, 6, 1)) == []
    assert "town_head" in [actor.post for actor in actors_of(people["grid_worker"], date(2026, 6, 1))]
    assert "town_head" not in [actor.post for actor in actors_of(people["grid_worker"], date(2026, 5, 31))]


def test_nobody_can_record_for_a_post_he_has_handed_over(people: dict[str, str]) -> None:
    held = Appointment.objects.get(person=people["town_head"]).key
    append(
        draft("post.handed_over", TOWN, {"appointment": held, "successor": people["grid_worker"], "from_day": "2026-06-01"}), system_actor()
    )
    successor = next(actor for actor in actors_of(people["grid_worker"], date(2026, 6, 2)) if actor.post == "town_head")
    assert inspect(successor, TOWN, date(2026, 6, 2), "village")
