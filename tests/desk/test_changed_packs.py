"""A notice that drops a kind of record, a duty, a post and a measure leaves the past where it is: every page that shows it still opens."""

from collections.abc import Iterator
from datetime import date

import pytest
from tests import county
from tests.county import COUNTY, FAR
from tests.desk.calls import As, text
from tests.desk.routes import addresses_of, all_routes

from sanzhang.journal.actors import system_actor
from sanzhang.journal.append import append, draft
from sanzhang.packs import load, pack_for
from sanzhang.records.models import Record
from sanzhang.rules.pack.model import Pack

pytestmark = pytest.mark.sqlite_only  # every page once: what its queries say is held by the subjects' own tests on PostgreSQL

KIND, DUTY, POST, MEASURE = "micro_station_check", "brigade.micro_stations", "lane_chief", "exposure"
READERS = [
    f"brigade_chief@{COUNTY}", f"committee_office@{COUNTY}", f"audit_admin@{COUNTY}", f"village_head@{FAR}", f"{POST}@{FAR}001",
]  # fmt: skip


def lesser(pack: Pack) -> Pack:
    """The pack without them, as the county's next notice might be."""
    duties = [
        duty.model_copy(update={"done_by": tuple(post for post in duty.done_by if post != POST)}) for duty in pack.duties if duty.id != DUTY
    ]
    return pack.model_copy(
        update={
            "evidence": tuple(kind for kind in pack.evidence if kind.id != KIND),
            "duties": tuple(duties),
            "posts": tuple(post for post in pack.posts if post.id != POST),
            "measures": tuple(measure for measure in pack.measures if measure.id != MEASURE),
        }
    )


@pytest.fixture
def record(people: dict[str, str]) -> str:
    """One of that kind, and a decision on that measure, from before."""
    payload = {"proposal": f"{MEASURE}@{FAR}", "measure": MEASURE, "outcome": "declined", "aimed_post": POST, "reason": "已当面说明"}
    append(draft("measure.decided", FAR, payload), system_actor())
    return county.record(system_actor(), KIND, FAR, date(2026, 6, 10), note="看了器材")


@pytest.fixture
def next_notice(record: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    shipped = load.shipped
    changed = lesser(shipped("otog-2022"))
    monkeypatch.setattr(load, "shipped", lambda id: changed if id == "otog-2022" else shipped(id))
    pack_for.cache_clear()
    yield
    monkeypatch.undo()
    pack_for.cache_clear()


def test_a_record_of_a_kind_that_is_gone_is_shown_as_it_was_written(as_: As, record: str, next_notice: None) -> None:
    page = text(as_(f"brigade_chief@{COUNTY}"), "record", record)
    assert "现在的通知里没有这一种记录了。" in page
    assert KIND in page
    assert "看了器材" in page
    for name in Record.objects.get(id=record).data:
        assert name in page
    assert KIND in text(as_(f"brigade_chief@{COUNTY}"), "records", query="?note=看了器材")


def test_a_decision_on_a_measure_that_is_gone_stays_in_the_list(as_: As, next_notice: None) -> None:
    page = text(as_(f"brigade_chief@{COUNTY}"), "proposals")
    assert MEASURE in page
    assert "已当面说明" in page


@pytest.mark.parametrize("reader", READERS)
def test_every_page_opens(as_: As, next_notice: None, reader: str) -> None:
    client = as_(reader)
    for name, pattern in all_routes():
        for address in addresses_of(name, pattern):
            for query in ("", "?export=csv"):
                answer = client.get(address + query)
                if answer.streaming:
                    b"".join(answer.streaming_content)
                assert answer.status_code < 500, address + query
