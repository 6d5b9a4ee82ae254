"""Bytes in pieces become a photo, whatever happens between them, and only the photo that was announced."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import FileIO
from pathlib import Path
from threading import Barrier
from time import time
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings as trying, strategies as some
from tests.photos.pictures import bomb, jpeg, sha256

from sanzhang.journal.media import path_of
from sanzhang.photos import contents, parts, receiving
from sanzhang.photos.contents import photo_of, stored
from sanzhang.photos.models import Photo
from sanzhang.photos.parts import Elsewhere
from sanzhang.photos.pictures import look
from sanzhang.rules.problems import Problem

PHOTO = jpeg(7, (320, 240))
HASH = sha256(PHOTO)


def begin(content: bytes = PHOTO, owner: str = "1", announced: str = "") -> str:
    """Announce a photo; returns the upload's name."""
    return receiving.begin(owner, announced or sha256(content), len(content), "sha256 x,filename y").id


def files(store: Path) -> list[str]:
    """Every file of the store."""
    return sorted(str(file.relative_to(store)) for file in store.rglob("*") if file.is_file())


def refusal(act: Callable[[], object]) -> str:
    """The code with which something is refused."""
    with pytest.raises(Problem) as caught:
        act()
    assert str(caught.value)
    return caught.value.code


def test_a_photo_arrives(db: None, store: Path) -> None:
    name = begin()
    now = receiving.progress("1", name)
    assert (now.offset, now.length, now.metadata) == (0, len(PHOTO), "sha256 x,filename y")
    assert now.expires_at is not None
    assert now.expires_at > time() + 6 * 24 * 3600
    done = receiving.take("1", name, 0, [PHOTO[:1000], PHOTO[1000:]])
    assert (done.offset, done.length, done.expires_at) == (len(PHOTO), len(PHOTO), None)
    assert receiving.progress("1", name) == done
    assert path_of(HASH).read_bytes() == PHOTO
    assert files(store) == [str(path_of(HASH).relative_to(store))]
    known = Photo.objects.get()
    assert (known.sha256, known.width, known.height, known.size) == (HASH, 320, 240, len(PHOTO))


@pytest.mark.django_db
@trying(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=some.lists(some.integers(0, len(PHOTO)), max_size=4), announced_again=some.booleans())
def test_wherever_it_is_cut_it_goes_on_from_there(cuts: list[int], announced_again: bool) -> None:
    path_of(HASH).unlink(missing_ok=True)
    name = begin()
    offset = 0
    for cut in sorted(cuts):
        kept = receiving.take("1", name, offset, iter([PHOTO[offset:cut]]))
        assert kept.offset == cut
        offset = cut
        if announced_again:
            name = begin()
        assert receiving.progress("1", name).offset == offset
    assert receiving.take("1", name, offset, [PHOTO[offset:]]).expires_at is None
    assert path_of(HASH).read_bytes() == PHOTO


def test_a_photo_that_comes_with_its_announcement_is_kept_at_once(db: None, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "announce", lambda *about: 1 / 0)
    done = receiving.begin("1", HASH, len(PHOTO), "", [PHOTO[:3000], PHOTO[3000:]])
    assert (done.offset, done.length, done.expires_at) == (len(PHOTO), len(PHOTO), None)
    assert path_of(HASH).read_bytes() == PHOTO
    assert files(store) == [str(path_of(HASH).relative_to(store))]
    assert Photo.objects.get().sha256 == HASH


def test_of_a_photo_that_comes_with_its_announcement_the_beginning_is_kept(db: None, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "AT_ONCE_BYTES", 1000)
    begun = receiving.begin("1", HASH, len(PHOTO), "", [PHOTO[:700], PHOTO[700:1400], PHOTO[1400:2000]])
    assert begun.offset == 2000
    assert receiving.begin("1", HASH, len(PHOTO), "", iter([PHOTO[:1900], PHOTO[1900:2500]])).offset == 2500
    assert receiving.begin("1", HASH, len(PHOTO), "", [PHOTO]).expires_at is None
    assert path_of(HASH).read_bytes() == PHOTO
    assert len(files(store)) == 1


def test_a_photo_that_comes_slowly_does_not_wait_in_memory(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "AT_ONCE_SECONDS", -1)

    def slowly() -> Iterator[bytes]:
        yield PHOTO[:500]
        yield PHOTO[500:600]
        assert receiving.begin("1", HASH, len(PHOTO)).offset == 600  # what another connection would be told meanwhile
        yield PHOTO[600:]

    assert receiving.begin("1", HASH, len(PHOTO), "", slowly()).expires_at is None


def test_what_came_before_a_broken_connection_is_kept(db: None) -> None:
    def breaking() -> Iterator[bytes]:
        yield PHOTO[:500]
        raise ConnectionResetError

    name = begin()
    with pytest.raises(ConnectionResetError):
        receiving.take("1", name, 0, breaking())
    assert receiving.progress("1", name).offset == 500


@pytest.mark.parametrize("offset", [1, 99, len(PHOTO)])
def test_bytes_for_another_place_are_refused(db: None, offset: int) -> None:
    name = begin()
    receiving.take("1", name, 0, [PHOTO[:100]])
    with pytest.raises(Elsewhere) as caught:
        receiving.take("1", name, offset, [b"x"])
    assert caught.value.offset == 100
    assert receiving.progress("1", name).offset == 100


def test_two_that_send_the_whole_at_once_both_have_sent_it(db: None, store: Path) -> None:
    def sending() -> Iterator[bytes]:
        yield PHOTO[:100]
        assert receiving.begin("1", HASH, len(PHOTO), "", [PHOTO]).expires_at is None
        yield PHOTO[100:]

    assert receiving.begin("1", HASH, len(PHOTO), "", sending()).expires_at is None
    assert path_of(HASH).read_bytes() == PHOTO
    assert len(files(store)) == 1


def test_two_at_once_give_the_photo_once_and_unspoilt(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both send the whole from the beginning, in small pieces: of each piece only one gets through."""
    remembered: list[str] = []
    monkeypatch.setattr(receiving, "remember", lambda sha256, seen: remembered.append(sha256))
    name, together = begin(), Barrier(2)
    step = 500

    def send() -> str:
        offset = 0
        together.wait()
        while True:
            try:
                done = receiving.take("1", name, offset, iter([PHOTO[offset : offset + step]]))
            except Elsewhere as error:
                offset = error.offset
                continue
            if done.expires_at is None:
                return "done"
            offset = done.offset

    with ThreadPoolExecutor(2) as two:
        assert [job.result(20) for job in [two.submit(send), two.submit(send)]] == ["done", "done"]
    assert path_of(HASH).read_bytes() == PHOTO
    assert len(files(store)) == 1
    assert remembered == [HASH]


def test_a_connection_that_died_silently_keeps_nobody_waiting(db: None) -> None:
    name = begin()

    def dying() -> Iterator[bytes]:
        yield PHOTO[:500]
        assert receiving.take("1", name, 500, [PHOTO[500:]]).expires_at is None  # the phone is back on another connection
        yield PHOTO[500:600]

    assert receiving.take("1", name, 0, dying()).offset == len(PHOTO)
    assert path_of(HASH).read_bytes() == PHOTO


def test_a_server_that_died_after_the_last_byte_finishes_when_asked(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    name = begin()
    with monkeypatch.context() as dead:
        dead.setattr(receiving, "_judge", lambda sha256, content: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            receiving.take("1", name, 0, [PHOTO])
    assert not stored(HASH)
    assert receiving.progress("1", name).expires_at is None
    assert stored(HASH)


def test_a_photo_that_is_here_needs_no_sending(db: None, store: Path) -> None:
    receiving.take("1", begin(), 0, [PHOTO])
    before = files(store)
    again = receiving.begin("2", HASH, len(PHOTO))
    assert (again.offset, again.expires_at) == (len(PHOTO), None)
    assert receiving.progress("2", again.id).offset == len(PHOTO)
    assert receiving.take("2", again.id, len(PHOTO), []).offset == len(PHOTO)
    with pytest.raises(Elsewhere):
        receiving.take("2", again.id, 0, [PHOTO])
    receiving.cancel("2", again.id)  # what an entry may name stays
    assert files(store) == before


def test_what_is_known_of_a_photo_is_found_again_from_the_file(db: None) -> None:
    receiving.take("1", begin(), 0, [PHOTO])
    known = Photo.objects.get()
    Photo.objects.all().delete()
    assert photo_of(HASH).dhash == known.dhash
    assert Photo.objects.get().dhash == known.dhash
    assert refusal(lambda: photo_of("0" * 64)) == "photo_waiting"


BAD = {
    "other content": (jpeg(8, (320, 240)), HASH, "photo_hash"),
    "no picture": (b"x" * 500, "", "photo_content"),
    "cut off": (PHOTO[:-500], "", "photo_content"),
    "bomb": (bomb(), "", "photo_pixels"),
}


@pytest.mark.parametrize(("content", "announced", "code"), BAD.values(), ids=BAD)
def test_what_is_not_the_announced_photo_is_dropped_whole(db: None, store: Path, content: bytes, announced: str, code: str) -> None:
    name = begin(content, announced=announced)
    assert refusal(lambda: receiving.take("1", name, 0, [content])) == code
    assert files(store) == []
    assert refusal(lambda: receiving.begin("1", announced or sha256(content), len(content), "", [content])) == code
    assert files(store) == []
    assert refusal(lambda: receiving.progress("1", name)) == "upload_unknown"
    assert not Photo.objects.exists()


def test_too_large_too_much_and_nothing_are_refused(db: None, store: Path) -> None:
    assert refusal(lambda: receiving.begin("1", HASH, 10 * 2**20 + 1)) == "photo_size"
    assert refusal(lambda: receiving.begin("1", HASH, 0)) == "photo_content"
    name = begin()
    assert refusal(lambda: receiving.take("1", name, 0, [PHOTO + b"x"])) == "photo_longer"
    assert receiving.progress("1", name).offset == 0
    longer = sha256(b"longer")
    assert refusal(lambda: receiving.begin("1", longer, 5, "", [b"lon", b"ger"])) == "photo_longer"
    assert not stored(longer)


def test_somebody_elses_upload_is_not_there(db: None) -> None:
    name = begin(owner="1")
    for act in (
        lambda: receiving.progress("2", name),
        lambda: receiving.take("2", name, 0, [PHOTO]),
        lambda: receiving.cancel("2", name),
    ):
        assert refusal(act) == "upload_unknown"
    assert receiving.progress("1", name).offset == 0


def test_a_cancelled_upload_is_gone(db: None, store: Path) -> None:
    name = begin()
    receiving.take("1", name, 0, [PHOTO[:100]])
    receiving.cancel("1", name)
    assert files(store) == []
    assert refusal(lambda: receiving.progress("1", name)) == "upload_unknown"


def test_one_account_cannot_fill_the_store_with_beginnings(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MOST_OPEN", 3)
    for number in range(3):
        begin(b"%d" % number)
    assert refusal(lambda: begin(b"one more")) == "uploads_many"
    begin(b"1")  # was announced already
    begin(b"one more", owner="2")


def test_what_nobody_finishes_is_cleared_away_after_a_week(db: None, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, slow = begin(b"old"), begin(b"slow one")
    receiving.take("1", old, 0, [b"o"])
    eight_days_ago = time() - 8 * 24 * 3600
    for file in store.rglob("*.*"):
        os.utime(file, (eight_days_ago, eight_days_ago))
    receiving.take("1", slow, 0, [b"slow"])
    monkeypatch.setattr(receiving, "_next_clearing", 0.0)
    fresh = begin(b"fresh")
    assert len(files(store)) == 4
    assert receiving.progress("1", slow).offset == 4
    assert receiving.progress("1", fresh).offset == 0
    assert refusal(lambda: receiving.progress("1", old)) == "upload_unknown"
    long_ago = f"{int(eight_days_ago * 1000):012x}{old[12:]}"
    assert refusal(lambda: receiving.progress("1", long_ago)) == "upload_dropped"
    assert parts.drop_stale_parts(time() + 8 * 24 * 3600) == 4


def test_when_the_disk_runs_full_nothing_half_is_kept(db: None, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(FileIO):
        def write(self, data: Any) -> int:
            if self.tell() > 1000:
                raise OSError(errno.ENOSPC, "No space left on device")
            return super().write(bytes(data[:700]))

    name = begin()
    monkeypatch.setattr(parts, "held", lambda part: Full(part.path, "r+b"))
    assert refusal(lambda: receiving.take("1", name, 0, [PHOTO])) == "disk_full"
    assert files(store) == []


def test_when_the_disk_runs_full_nothing_of_a_whole_photo_is_kept(db: None, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert refusal(lambda: receiving.begin("1", HASH, len(PHOTO), "", [PHOTO])) == "disk_full"
    assert files(store) == []


def test_a_photo_is_kept_only_once_its_bytes_and_its_name_are_on_the_disk(db: None, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    synced, renamed = os.fsync, Path.replace

    def sync(handle: int) -> None:
        file = os.fstat(handle)
        done.append("its bytes" if file.st_size == len(PHOTO) else "the store" if os.path.samestat(file, store.stat()) else "its name")
        synced(handle)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", lambda path, target: (done.append("put there"), renamed(path, target)))
    assert receiving.begin("1", HASH, len(PHOTO), "", [PHOTO]).expires_at is None
    assert done == ["its bytes", "the store", "put there", "its name"]


def test_photos_stop_before_the_database_has_no_room(db: None, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=parts.SPARE))
    assert refusal(begin) == "disk_full"
    assert files(store) == []


def test_a_description_that_lost_its_words_is_no_upload(db: None, store: Path) -> None:
    name = begin()
    (store / "parts" / "1" / f"{HASH}.json").write_text("")
    assert refusal(lambda: receiving.progress("1", name)) == "upload_unknown"
    assert receiving.take("1", begin(), 0, [PHOTO]).expires_at is None


def test_the_same_photo_is_remembered_once(db: None) -> None:
    receiving.take("1", begin(), 0, [PHOTO])
    contents.remember(HASH, look(path_of(HASH)))
    assert Photo.objects.count() == 1
