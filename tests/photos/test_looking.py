"""Photos are kept before they are looked at; what is no photo is refused before either."""

import logging
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from tests.photos.pictures import bomb, encoded, jpeg, scene, sha256

from sanzhang.photos import contents, looking, receiving
from sanzhang.photos.contents import photo_of, stored
from sanzhang.photos.looking import look_at_waiting
from sanzhang.photos.models import Photo
from sanzhang.photos.pictures import look
from sanzhang.rules.problems import Problem


@pytest.fixture(autouse=True)
def behind(settings: Any, db: None) -> None:
    """Photos are looked at behind the answer, as beside a server."""
    settings.LOOK_BEHIND = True


def send(content: bytes) -> str:
    """Send a photo in one go."""
    assert receiving.begin("1", sha256(content), len(content), "", [content]).expires_at is None
    return sha256(content)


def test_photos_are_looked_at_behind_the_answer(store: Path) -> None:
    first, second = jpeg(1), jpeg(2)
    sent = {send(first): look(BytesIO(first)), send(second): look(BytesIO(second))}
    assert not Photo.objects.exists()
    assert look_at_waiting() == 2
    assert {photo.sha256: (photo.width, photo.height, photo.dhash) for photo in Photo.objects.all()} == {
        known_as: (seen.width, seen.height, seen.dhash) for known_as, seen in sent.items()
    }
    assert look_at_waiting() == 0
    assert (store / "unseen").read_bytes() == b""


def test_one_that_comes_in_pieces_is_too() -> None:
    content = jpeg(3)
    name = receiving.begin("1", sha256(content), len(content)).id
    receiving.take("1", name, 0, [content[:500], content[500:]])
    assert not Photo.objects.exists()
    assert look_at_waiting() == 1
    assert Photo.objects.get().sha256 == sha256(content)


def test_one_that_comes_while_others_are_looked_at_is_not_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    late: list[str] = []

    def remember(looks: Any) -> Any:
        if not late:
            late.append(send(jpeg(5)))
        return contents.remember_each(looks)

    monkeypatch.setattr(looking, "remember_each", remember)
    early = send(jpeg(4))
    assert look_at_waiting() == 2
    assert set(Photo.objects.values_list("sha256", flat=True)) == {early, *late}


def test_after_a_failure_they_still_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    send(jpeg(6))
    with monkeypatch.context() as broken:
        broken.setattr(looking, "remember_each", lambda looks: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            look_at_waiting()
    assert look_at_waiting() == 1
    assert Photo.objects.exists()


def test_whoever_opens_it_first_looks_at_it() -> None:
    known_as = send(jpeg(7))
    assert photo_of(known_as).width == 640
    assert look_at_waiting() == 1
    assert Photo.objects.count() == 1


REFUSED = {
    "no picture": (b"x" * 500, "photo_content"),
    "cut off": (jpeg()[:-500], "photo_content"),
    "only a header": (jpeg()[:300], "photo_content"),
    "a PDF that begins like a JPEG": (b"\xff\xd8\xff" + b"%PDF-1.7" * 100, "photo_content"),
    "cut PNG": (encoded(scene(), "PNG")[:-5000], "photo_content"),
    "bomb": (bomb(), "photo_pixels"),
    # The height and width in its header, 480 and 640, made as large as they can be.
    "JPEG bomb": (jpeg().replace(b"\x08\x01\xe0\x02\x80", b"\x08\xff\xff\xff\xff"), "photo_pixels"),
    "no tables": (jpeg().replace(b"\xff\xdb", b"\xff\xfe"), "photo_content"),
}


@pytest.mark.parametrize(("content", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_whole_picture_is_refused_in_the_answer(content: bytes, code: str) -> None:
    with pytest.raises(Problem) as caught:
        send(content)
    assert caught.value.code == code
    assert not stored(sha256(content))
    assert look_at_waiting() == 0


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_kinds_are_looked_at_at_once(kind: str) -> None:
    known_as = send(encoded(scene(), kind))
    assert Photo.objects.get().sha256 == known_as
    assert look_at_waiting() == 0


def test_one_that_cannot_be_unpacked_after_all_holds_up_no_other(caplog: pytest.LogCaptureFixture) -> None:
    whole = jpeg(8)
    table = whole.index(b"\xff\xc4") + 5
    broken = send(whole[:table] + b"\xff" * 16 + whole[table + 16 :])  # a table that says more than there can be
    other = send(jpeg(9))
    with caplog.at_level(logging.WARNING):
        assert look_at_waiting() == 2
    assert broken in caplog.text
    assert [photo.sha256 for photo in Photo.objects.all()] == [other]
    with pytest.raises(Problem) as caught:
        photo_of(broken)
    assert caught.value.code == "photo_content"
