"""A mistake of the program over one entry: that one waits, in words, and the rest is kept."""

import logging
from typing import Any
from uuid import UUID

import pytest
from django.db import OperationalError, connection
from tests.api.conftest import VILLAGE
from tests.api.phone import Phone

from sanzhang.hazards.models import Hazard
from sanzhang.inspections.models import Inspection
from sanzhang.journal import append as door
from sanzhang.journal.models import Entry
from sanzhang.premises.models import Premises

GRID = VILLAGE + "001"


def break_over(monkeypatch: pytest.MonkeyPatch, note: str, error: Exception) -> None:
    """Let the program fail after it has changed the tables for an entry with this note."""
    apply = door.apply

    def fail(written: Any) -> None:
        apply(written)
        if getattr(written.payload, "note", "") == note:
            raise error

    monkeypatch.setattr(door, "apply", fail)


@pytest.mark.parametrize("error", [KeyError("x"), RecursionError(), OperationalError("disk I/O error")], ids=repr)
def test_one_entry_waits_the_others_are_kept_and_later_it_is_too(
    worker: Phone, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    place = worker.place(GRID)
    key = place["payload"]["key"]
    bad = worker.check(GRID, key, worker.finding(), note="坏在这里")
    good = worker.check(GRID, key, worker.finding())
    with monkeypatch.context() as broken, caplog.at_level(logging.ERROR):
        break_over(broken, "坏在这里", error)
        results = worker.push(place, bad, good).json()["results"]
        assert [result["outcome"] for result in results] == ["accepted", "waiting", "accepted"]
        assert results[1]["problem"]["code"] == "server_fault"
        assert results[1]["problem"]["message"]
        assert "自动再发" in results[1]["problem"]["hint"]
        assert [str(found.id) for found in Inspection.objects.all()] == [good["id"]]
        assert Hazard.objects.count() == 1, "nothing of the other is left"
        assert not Entry.objects.filter(id=bad["id"]).exists()
        assert "Traceback" in caplog.text
        assert bad["id"] in caplog.text
        assert worker.outcomes(bad, good, place) == ["server_fault", "repeated", "repeated"]
    assert worker.outcomes(bad) == ["accepted"]
    assert Hazard.objects.count() == 2


@pytest.mark.parametrize("where", ["read_draft", "actor_for"])
def test_a_mistake_before_the_journal_costs_one_entry_too(worker: Phone, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    bad, good = worker.place(GRID, "坏"), worker.place(GRID, "好")
    from sanzhang.api.v1 import push

    real = getattr(push, where)

    def fail(caller: Any, entry: Any, *more: Any) -> Any:
        if str(getattr(entry, "id", None) or entry["id"]) == bad["id"]:
            raise ZeroDivisionError
        return real(caller, entry, *more)

    with monkeypatch.context() as broken:
        broken.setattr(push, where, fail)
        assert worker.outcomes(bad, good) == ["server_fault", "accepted"]
    assert worker.outcomes(bad) == ["accepted"]


def test_the_last_moment_of_the_calendar_keeps_nobody_waiting(worker: Phone) -> None:
    end = {**worker.place(GRID), "occurred_at": "9999-12-31T23:59:59-12:00"}
    start = {**worker.place(GRID), "occurred_at": "0001-01-01T00:00:00+12:00"}
    good = worker.place(GRID)
    codes = worker.outcomes(end, start, good)
    assert codes[2] == "accepted"
    assert "accepted" not in codes[:2]


def test_where_the_way_back_itself_is_lost_nothing_is_said_to_be_kept(worker: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    """Django would end such a transaction by undoing all of it, and say nothing."""
    first, second = worker.place(GRID, "一"), worker.place(GRID, "二")
    apply, way_back = door.apply, connection.savepoint_rollback
    failed: list[str] = []

    def fail(written: Any) -> None:
        apply(written)
        if written.id == UUID(second["id"]):
            failed.append("over the entry")
            raise ZeroDivisionError

    def lose(sid: str) -> None:
        if failed.count("over the entry") == 2 and "way back" not in failed:
            failed.append("way back")
            raise OperationalError("the connection was lost")
        way_back(sid)

    with monkeypatch.context() as broken:
        broken.setattr(door, "apply", fail)
        broken.setattr(connection, "savepoint_rollback", lose)
        with pytest.raises(ZeroDivisionError):
            worker.push(first, second)
    assert failed == ["over the entry", "over the entry", "way back"]
    assert not Premises.objects.filter(name="一").exists()
    assert worker.outcomes(first, second) == ["accepted", "accepted"]
