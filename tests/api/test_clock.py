"""A phone whose clock was set between recording and sending: both times are kept, the correction is marked, and it has bounds."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone
from tests import county
from tests.api.conftest import VILLAGE
from tests.api.phone import Phone

from sanzhang.inspections.models import Inspection
from sanzhang.journal.models import Entry
from sanzhang.journal.rebuild import rebuild
from sanzhang.journal.verify import verify

GRID = VILLAGE + "001"


def test_a_clock_set_right_before_sending_is_marked_and_the_record_lands_on_its_day(worker: Phone) -> None:
    place = worker.place(GRID)
    check = worker.check(GRID, place["payload"]["key"])
    behind = timedelta(days=1, hours=3)
    said = worker.now() - behind
    check |= {"occurred_at": said.isoformat(), "clock_set": int(behind.total_seconds())}
    assert worker.outcomes(place, check) == ["accepted", "accepted"]
    made, entry = Inspection.objects.get(id=check["id"]), Entry.objects.get(id=check["id"])
    assert abs(made.occurred_at - timezone.now()) < timedelta(minutes=1)
    assert made.occurred_on == timezone.localdate()
    assert entry.occurred_at == datetime.fromisoformat(check["occurred_at"]), "what the phone said is kept"
    assert made.clock_offset == entry.clock_offset == int(behind.total_seconds()), "and by how much it was put right"
    assert worker.outcomes({**check, "clock_set": 0}) == ["repeated"], "sent again, the phone may have forgotten; the entry is the same"
    assert not verify(county.COUNTY).problems
    assert rebuild(check=True).differing == []


def test_a_clock_that_was_ahead_is_no_longer_the_future(worker: Phone) -> None:
    place = worker.place(GRID)
    ahead = {**place, "occurred_at": (worker.now() + timedelta(days=1)).isoformat()}
    assert worker.outcomes(ahead) == ["future"]
    assert worker.outcomes({**ahead, "clock_set": -86_400}) == ["accepted"]


def test_a_phone_cannot_move_its_time_at_will(worker: Phone) -> None:
    place = worker.place(GRID)
    for moved in (timedelta(days=3), timedelta(days=-3), timedelta(days=3000)):
        sent = {**place, "occurred_at": (worker.now() - moved).isoformat(), "clock_set": int(moved.total_seconds())}
        result = worker.push(sent).json()["results"][0]
        assert result["problem"]["code"] == "clock"
        assert "重试" in result["problem"]["hint"]
    for broken in (10**30, "x", None):
        assert worker.outcomes({**place, "clock_set": broken}) == ["entry"]
    assert worker.outcomes({**place, "clock_set": 86_400}) == ["future"]
    assert worker.outcomes({**place, "clock_set": 90}) == ["accepted"], "a minute and a half is let be, as an offset is"
    assert Entry.objects.get(id=place["id"]).clock_offset == 0


def test_both_corrections_add_up_and_share_their_bound(phone_of: Callable[..., Phone]) -> None:
    phone = phone_of(f"grid_worker@{GRID}", timedelta(days=-1))
    place = phone.place(GRID)
    said = phone.now() - timedelta(hours=20)
    sent = {**place, "occurred_at": said.isoformat(), "clock_set": 20 * 3600}
    assert phone.outcomes({**sent, "id": phone.place(GRID)["id"], "clock_set": 30 * 3600}) == ["clock"]
    assert phone.outcomes(sent) == ["accepted"]
    assert abs(Entry.objects.get(id=place["id"]).clock_offset - 44 * 3600) < 60
