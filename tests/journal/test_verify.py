"""P3: whatever is changed, removed, reordered or cut off in the past is found and named; and the database itself refuses it."""

import json
from datetime import date

import pytest
from django.conf import settings as django_settings
from django.db import DatabaseError, connection, transaction
from tests.journal.conftest import COUNTY, TOWN, inspect, seal_all, tamper

from sanzhang.journal.actors import Actor
from sanzhang.journal.canonical import canonical, digest, link_hash
from sanzhang.journal.models import Checkpoint, Entry
from sanzhang.journal.signing import make_checkpoint
from sanzhang.journal.verify import verify


@pytest.fixture
def chain(head: Actor) -> list[Entry]:
    """A sealed chain of some length."""
    for day in range(1, 6):
        inspect(head, TOWN, date(2026, 6, day), "police_station")
    seal_all()
    entries = list(Entry.objects.order_by("seq"))
    assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
    assert verify(COUNTY).problems == []
    return entries


def named(seq: int) -> bool:
    """Whether the walk names that place."""
    return any(f"第 {seq} 条" in str(problem) for problem in verify(COUNTY).problems)


@pytest.mark.parametrize("position", [0, 7, -1])
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("body", "{}"), ("kind", "record.withdrawn"), ("area", "150624101"), ("person", "somebody"), ("post", "town_officer"), ("batch", "b"),
        ("content_hash", "0" * 64), ("hash", "0" * 64), ("prev_hash", "0" * 64),
        ("occurred_at", "2020-01-01 00:00:00"), ("recorded_at", "2020-01-01 00:00:00"),
    ],
)  # fmt: skip
def test_a_changed_entry_is_named(chain: list[Entry], position: int, column: str, value: str) -> None:
    entry = chain[position]
    assert tamper(f"UPDATE journal_entry SET {column} = %s WHERE seq = %s", value, entry.seq) == 1  # noqa: S608
    assert named(entry.seq or 0)


@pytest.mark.parametrize("body", ["no json", "[]", "{}", '{"id": 1}'])
def test_a_body_of_any_kind_with_a_fitting_hash_is_named(chain: list[Entry], body: str) -> None:
    tamper("UPDATE journal_entry SET body = %s, content_hash = %s WHERE seq = 3", body, digest(body))
    assert named(3)


def test_a_changed_entry_is_named_even_with_all_its_own_hashes_made_anew(chain: list[Entry]) -> None:
    entry = chain[4]
    body = canonical(json.loads(entry.body) | {"batch": "forged"})
    made = link_hash(COUNTY, 5, entry.prev_hash, digest(body), entry.recorded_at)
    tamper("UPDATE journal_entry SET body=%s, batch='forged', content_hash=%s, hash=%s WHERE seq=5", body, digest(body), made)
    assert not named(5)
    assert named(6)


@pytest.mark.parametrize("seq", [1, 5])
def test_a_removed_entry_is_named(chain: list[Entry], seq: int) -> None:
    tamper("DELETE FROM journal_entry WHERE seq = %s", seq)
    assert named(seq)


def test_two_entries_that_change_places_are_named(chain: list[Entry]) -> None:
    tamper("UPDATE journal_entry SET seq = -1 WHERE seq = 3")
    tamper("UPDATE journal_entry SET seq = 3 WHERE seq = 4")
    tamper("UPDATE journal_entry SET seq = 4 WHERE seq = -1")
    assert named(3)
    assert named(4)


def test_an_entry_slipped_in_is_named(chain: list[Entry]) -> None:
    last = chain[-1]
    columns = "county, seq, kind, area, person, post, occurred_at, recorded_at, batch, body, content_hash, sent_hash, device, clock_offset, prev_hash, hash"
    values = columns.replace("seq", "seq + 1", 1)
    fresh = "9" * 32 if connection.vendor == "sqlite" else "99999999-9999-9999-9999-999999999999"
    tamper(f"INSERT INTO journal_entry (id, {columns}) SELECT %s, {values} FROM journal_entry WHERE seq = %s", fresh, last.seq)  # noqa: S608
    assert named((last.seq or 0) + 1)


def test_an_end_cut_off_is_found_by_a_checkpoint(chain: list[Entry]) -> None:
    make_checkpoint(COUNTY)
    tamper("DELETE FROM journal_entry WHERE seq > %s", len(chain) - 2)
    assert named(len(chain))


def test_a_chain_made_anew_from_some_point_on_is_found_by_a_checkpoint(chain: list[Entry]) -> None:
    make_checkpoint(COUNTY)
    entry = chain[-1]
    made = link_hash(COUNTY, entry.seq or 0, entry.prev_hash, digest("{}"), entry.recorded_at)
    tamper("UPDATE journal_entry SET body='{}', content_hash=%s, hash=%s WHERE seq=%s", digest("{}"), made, entry.seq)
    assert any("检查点" in str(problem) for problem in verify(COUNTY).problems)


@pytest.mark.parametrize(("field", "value"), [("hash", "1" * 64), ("signature", "00" * 64), ("public_key", "11" * 32)])
def test_a_forged_checkpoint_is_named(chain: list[Entry], field: str, value: str) -> None:
    made = make_checkpoint(COUNTY)
    assert made
    Checkpoint.objects.filter(pk=made.pk).update(**{field: value})
    assert any("检查点" in str(problem) for problem in verify(COUNTY).problems)


def test_a_checkpoint_signed_with_a_key_that_is_not_ours_is_named(
    chain: list[Entry], settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = django_settings.SIGNING_KEY
    settings.SIGNING_KEY = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE="  # type: ignore[attr-defined]
    made = make_checkpoint(COUNTY)
    settings.SIGNING_KEY = ours  # type: ignore[attr-defined]
    assert made
    assert any("检查点" in str(problem) for problem in verify(COUNTY).problems)
    monkeypatch.setenv("SANZHANG_FORMER_PUBLIC_KEYS", made.public_key)  # after a change of keys, the former one is declared
    assert verify(COUNTY).problems == []


def test_signing_the_same_end_twice_gives_the_first_again(chain: list[Entry]) -> None:
    assert make_checkpoint(COUNTY) == make_checkpoint(COUNTY)
    assert verify(COUNTY).checkpoints == 1


def test_an_unsealed_entry_that_was_changed_is_named(chain: list[Entry], head: Actor) -> None:
    made = inspect(head, TOWN, date(2026, 6, 20), "police_station")
    assert verify(COUNTY).unsealed == 1
    tamper("UPDATE journal_entry SET body = '{}' WHERE seq IS NULL")
    assert any(made in str(problem) for problem in verify(COUNTY).problems)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE journal_entry SET body = '{}' WHERE seq = 2",
        "UPDATE journal_entry SET seq = 999 WHERE seq = 2",
        "UPDATE journal_entry SET hash = '' WHERE seq = 2",
        "DELETE FROM journal_entry WHERE seq = 2",
        "DELETE FROM journal_entry",
    ],
)
def test_the_database_refuses_to_change_a_sealed_entry(chain: list[Entry], sql: str) -> None:
    with pytest.raises(DatabaseError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Entry.objects.count() == len(chain)


@pytest.mark.parametrize("column", ["body", "kind", "area", "county", "person", "post", "content_hash", "batch"])
def test_the_database_refuses_to_change_an_unsealed_entry(head: Actor, column: str) -> None:
    inspect(head, TOWN, date(2026, 6, 1), "police_station")
    with pytest.raises(DatabaseError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE journal_entry SET {column} = 'x' WHERE seq IS NULL")  # noqa: S608
    with pytest.raises(DatabaseError, match="append only"), transaction.atomic():
        Entry.objects.all().delete()
