"""Photos over the air: the tus protocol to the letter, and copies only for those who see the entry."""

import json
from base64 import b64encode
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image
from tests.api.phone import APP, Phone, photo
from tests.county import COUNTY, FAR, SISTER, VILLAGE
from tests.photos.pictures import from_a_phone, jpeg, sha256

from sanzhang.accounts.devices import register_device
from sanzhang.accounts.models import Account
from sanzhang.api import arriving
from sanzhang.journal.media import path_of
from sanzhang.photos import parts

PHOTO = jpeg(7, (320, 240))
HASH = sha256(PHOTO)
UPLOADS = "/api/v1/photos/"
BYTES = "application/offset+octet-stream"
PhoneOf = Callable[..., Phone]


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Path:
    """Where this test's files are."""
    settings.MEDIA_STORE = tmp_path / "media"
    return tmp_path / "media"


def registered(name: str) -> Phone:
    """A phone of somebody without a post: sending asks for no more."""
    account = Account.objects.create(username=name, person=name, county=COUNTY)
    return Phone(account, token=register_device(account, "", APP)[1])


@pytest.fixture
def sender(db: None) -> Phone:
    """A phone that sends."""
    return registered("sender")


def metadata(known_as: str = HASH) -> str:
    """What the phone says of a photo."""
    return f"sha256 {b64encode(known_as.encode()).decode()},filename {b64encode('照片.jpg'.encode()).decode()}"


def call(phone: Phone, method: str, path: str = UPLOADS, body: Any = b"", **headers: str) -> Any:
    """One call as a tus client makes it; ``Upload_Length="5"`` is a header."""
    sent = {"Tus-Resumable": "1.0.0", "Authorization": f"Bearer {phone.token}"}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    kind = sent.pop("Content-Type", BYTES if body else "")
    return Client(enforce_csrf_checks=True).generic(
        method, path, body, kind, headers={name: value for name, value in sent.items() if value}
    )


def create(phone: Phone, content: bytes = PHOTO, **headers: str) -> str:
    """Announce a photo; returns its address."""
    answer = call(phone, "POST", **{"Upload_Length": str(len(content)), "Upload_Metadata": metadata(sha256(content))} | headers)
    assert answer.status_code == 201, answer.content
    return str(answer["Location"])


def patch(phone: Phone, address: str, content: bytes, offset: int = 0, **headers: str) -> Any:
    """Send a piece."""
    return call(phone, "PATCH", address, content, **{"Upload_Offset": str(offset)} | headers)


def send(phone: Phone, content: bytes) -> str:
    """Send a photo; returns its SHA-256."""
    assert patch(phone, create(phone, content), content).status_code == 204
    return sha256(content)


def told(answer: Any, status: int, code: str) -> None:
    """The refusal has that status and code, and words."""
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.content
    assert answer.json()["message"]
    assert answer["Tus-Resumable"] == "1.0.0"


class Body(BytesIO):
    """A body of which only so much arrives, and what happens then."""

    def __init__(self, content: bytes, ends_with: Callable[[], object] = lambda: None) -> None:
        super().__init__(content)
        self.ends_with = ends_with

    def read(self, size: int | None = -1) -> bytes:
        """What is there."""
        found = super().read(size)
        if not found:
            self.ends_with()
        return found


def breaks_off() -> None:
    """The connection is closed by the other side."""
    raise ConnectionResetError


def cut(phone: Phone, address: str, body: Any, length: int | None, offset: int = 0) -> Any:
    """A PATCH whose body is not what was said."""
    headers = {"Tus-Resumable": "1.0.0", "Authorization": f"Bearer {phone.token}", "Upload-Offset": str(offset)}
    said = {"CONTENT_LENGTH": str(length)} if length is not None else {"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": ""}
    return Client().generic("PATCH", address, b"x", BYTES, headers=headers, **{"wsgi.input": body, **said})


def test_what_the_server_can_do(db: None) -> None:
    for address in (UPLOADS, f"{UPLOADS}{'0' * 32}.{HASH}"):
        answer = Client().options(address)
        assert answer.status_code == 204
        assert answer["Tus-Version"] == "1.0.0"
        assert answer["Tus-Extension"] == "creation,creation-with-upload,expiration,termination"
        assert answer["Tus-Max-Size"] == str(10 * 2**20)


def test_a_photo_arrives_in_pieces(sender: Phone) -> None:
    answer = call(sender, "POST", Upload_Length=str(len(PHOTO)), Upload_Metadata=metadata())
    assert (answer.status_code, answer.content, answer["Upload-Offset"]) == (201, b"", "0")
    assert answer["Upload-Expires"].endswith(" GMT")
    address = answer["Location"]
    first = patch(sender, address, PHOTO[:3000])
    assert (first.status_code, first["Upload-Offset"], first.content) == (204, "3000", b"")
    assert first["Upload-Expires"].endswith(" GMT")
    now = call(sender, "HEAD", address)
    assert (now.status_code, now["Upload-Offset"], now["Upload-Length"]) == (200, "3000", str(len(PHOTO)))
    assert (now["Upload-Metadata"], now["Cache-Control"]) == (metadata(), "no-store")
    last = patch(sender, address, PHOTO[3000:], 3000)
    assert (last.status_code, last["Upload-Offset"], last.has_header("Upload-Expires")) == (204, str(len(PHOTO)), False)
    assert call(sender, "HEAD", address)["Upload-Offset"] == str(len(PHOTO))
    assert path_of(HASH).read_bytes() == PHOTO
    assert all(answer["Tus-Resumable"] == "1.0.0" for answer in (answer, first, now, last))


def test_a_photo_arrives_with_its_announcement(sender: Phone) -> None:
    headers = {"Upload_Length": str(len(PHOTO)), "Upload_Metadata": metadata()}
    begun = call(sender, "POST", body=PHOTO[:2000], **headers)
    assert (begun.status_code, begun["Upload-Offset"]) == (201, "2000")
    # Its answer got lost: the phone announces it again, and sends all from the beginning.
    again = call(sender, "POST", body=PHOTO, **headers)
    assert (again.status_code, again["Upload-Offset"]) == (201, str(len(PHOTO)))
    assert path_of(HASH).read_bytes() == PHOTO


def test_what_is_here_is_not_sent_again(sender: Phone) -> None:
    send(sender, PHOTO)
    other = registered("other")
    address = create(other)
    assert call(other, "HEAD", address)["Upload-Offset"] == call(other, "HEAD", address)["Upload-Length"] == str(len(PHOTO))
    told(patch(other, address, PHOTO), 409, "upload_offset")
    assert call(other, "POST", body=PHOTO, Upload_Length=str(len(PHOTO)), Upload_Metadata=metadata())["Upload-Offset"] == str(len(PHOTO))


def test_a_body_is_read_to_its_end_before_the_answer(sender: Phone) -> None:
    """Otherwise the connection closes while the phone is still sending, and it never reads the answer."""

    def left(address: str, offset: int) -> int:
        body = BytesIO(PHOTO)
        answer = cut(sender, address, body, len(PHOTO), offset)
        assert answer.status_code in (204, 404, 409, 413)
        return len(body.read())

    address = create(sender)
    assert left(address, 5) == 0  # not where it is
    assert left(address.replace(HASH, "0" * 64), 0) == 0  # never announced
    send(sender, PHOTO)
    assert left(address, len(PHOTO)) == 0  # finished
    body = BytesIO(PHOTO)
    headers = {
        "Tus-Resumable": "1.0.0",
        "Authorization": f"Bearer {sender.token}",
        "Upload-Length": str(len(PHOTO)),
        "Upload-Metadata": metadata(),
    }
    again = Client().generic("POST", UPLOADS, b"x", BYTES, headers=headers, **{"wsgi.input": body, "CONTENT_LENGTH": str(len(PHOTO))})  # type: ignore[arg-type]
    assert (again["Upload-Offset"], body.read()) == (str(len(PHOTO)), b"")


def test_what_came_before_the_cut_is_kept(sender: Phone) -> None:
    address, offset = create(sender), 0
    for body, length in (
        (Body, 2000),
        (partial(Body, ends_with=breaks_off), 2000),
        (Body, None),
        (partial(Body, ends_with=breaks_off), None),
    ):
        answer = cut(sender, address, body(PHOTO[offset : offset + 1234]), length, offset)
        offset += 1234
        assert (answer.status_code, answer["Upload-Offset"]) == (204, str(offset))
    assert patch(sender, address, PHOTO[offset:], offset).status_code == 204
    assert path_of(HASH).read_bytes() == PHOTO


def test_a_body_that_trickles_in_holds_nobody_up(sender: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "PATIENCE", -1)
    monkeypatch.setattr(arriving, "PIECE", 1000)
    address = create(sender)
    answer = patch(sender, address, PHOTO)
    assert (answer.status_code, answer["Upload-Offset"]) == (204, "1000")
    assert patch(sender, address, PHOTO[1000:], 1000)["Upload-Offset"] == "2000"


def test_what_the_protocol_forbids(sender: Phone) -> None:
    address = create(sender)
    told(call(sender, "POST", Tus_Resumable="0.2.2"), 412, "tus_version")
    assert call(sender, "PATCH", address, PHOTO, Tus_Resumable="")["Tus-Version"] == "1.0.0"
    told(patch(sender, address, PHOTO, Content_Type="image/jpeg"), 415, "upload_type")
    told(patch(sender, address, PHOTO, 5), 409, "upload_offset")
    told(patch(sender, address, PHOTO, Upload_Offset="-1"), 400, "upload_header")
    told(patch(sender, address, PHOTO + b"more"), 413, "photo_longer")
    told(call(sender, "POST", Upload_Length=str(10 * 2**20 + 1), Upload_Metadata=metadata()), 413, "photo_size")
    told(call(sender, "POST", Upload_Defer_Length="1", Upload_Metadata=metadata()), 400, "upload_header")
    for said in ("", "filename eA==", "sha256", "sha256 !!!", "sha256 eA==", metadata() + ",x " + "eA==" * 1000):
        told(call(sender, "POST", Upload_Length="5", Upload_Metadata=said), 400, "upload_header")
    assert call(sender, "PUT", address).status_code == 405
    assert call(sender, "GET").status_code == 405
    assert call(sender, "HEAD", address)["Upload-Offset"] == "0"


def test_a_proxy_that_knows_no_patch_is_got_around(sender: Phone) -> None:
    address = create(sender)
    answer = call(sender, "POST", address, PHOTO, Upload_Offset="0", X_HTTP_Method_Override="PATCH")
    assert (answer.status_code, answer["Upload-Offset"]) == (204, str(len(PHOTO)))


def test_a_cancelled_upload_is_gone(sender: Phone) -> None:
    address = create(sender)
    assert call(sender, "DELETE", address).status_code == 204
    told(patch(sender, address, PHOTO), 404, "upload_unknown")
    answer = call(sender, "HEAD", address)
    assert (answer.status_code, answer.has_header("Upload-Offset")) == (404, False)
    long_ago = f"{UPLOADS}{'0' * 12}7{'0' * 3}8{'0' * 15}.{HASH}"
    assert call(sender, "HEAD", long_ago).status_code == 410


def test_what_is_not_the_photo_is_refused_in_words(sender: Phone) -> None:
    other = jpeg(8, (320, 240))[: len(PHOTO)].ljust(len(PHOTO), b"x")
    told(patch(sender, create(sender), other), 460, "photo_hash")
    told(patch(sender, create(sender, b"no picture"), b"no picture"), 422, "photo_content")
    told(
        call(sender, "POST", body=b"no picture", Upload_Length="10", Upload_Metadata=metadata(sha256(b"no picture"))), 422, "photo_content"
    )


def test_a_full_disk_is_told_in_words(sender: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "SPARE", 2**60)
    told(call(sender, "POST", Upload_Length="5", Upload_Metadata=metadata()), 507, "disk_full")


def test_a_stranger_and_a_neighbour_get_nothing(sender: Phone) -> None:
    address, stranger = create(sender), Phone(sender.account, token="nonsense")
    told(call(stranger, "POST"), 401, "token")
    told(patch(stranger, address, PHOTO), 401, "token")
    neighbour = registered("neighbour")
    told(patch(neighbour, address, PHOTO), 404, "upload_unknown")
    told(call(neighbour, "DELETE", address), 404, "upload_unknown")
    assert call(sender, "HEAD", address)["Upload-Offset"] == "0"


def test_which_photos_are_missing(sender: Phone) -> None:
    here = send(sender, PHOTO)
    assert sender.post("/photos/missing", {"sha256": ["b" * 64, here]}).json() == {"missing": ["b" * 64]}
    assert sender.post("/photos/missing", {"sha256": ["../../etc/passwd"]}).status_code == 422
    assert sender.post("/photos/missing", {"sha256": ["b" * 64] * 501}).status_code == 422
    assert Phone(sender.account).post("/photos/missing", {"sha256": []}).status_code == 401


def inspect(phone: Phone, area: str, known_as: str) -> None:
    """Record something with that photo."""
    place = phone.place(area)
    finding = phone.finding(photos=[photo(known_as)])
    assert phone.outcomes(place, phone.check(area, place["payload"]["key"], finding)) == ["accepted", "accepted"]


def test_a_copy_is_for_those_who_see_the_entry(worker: Phone, phone_of: PhoneOf) -> None:
    original = from_a_phone(size=(800, 600))
    known_as = send(worker, original)
    assert worker.get(f"/photos/{known_as}").status_code == 404  # no entry uses it yet
    inspect(worker, f"{VILLAGE}001", known_as)
    seen = worker.get(f"/photos/{known_as}", size="thumb")
    assert (seen.status_code, seen["Content-Type"]) == (200, "image/jpeg")
    assert Image.open(BytesIO(seen.content)).size == (320, 240)
    assert b"Secret" in original
    assert b"Secret" not in worker.get(f"/photos/{known_as}").content
    assert phone_of(f"village_head@{VILLAGE}").get(f"/photos/{known_as}").status_code == 200
    for number in (f"grid_worker@{SISTER}001", f"village_head@{FAR}"):
        refused, unknown = phone_of(number).get(f"/photos/{known_as}"), phone_of(number).get(f"/photos/{'9' * 64}")
        assert refused.status_code == unknown.status_code == 404
        assert json.loads(refused.content) == json.loads(unknown.content)
    assert Client().get(f"/api/v1/photos/{known_as}").status_code == 401


def test_a_copy_is_fetched_once(worker: Phone) -> None:
    known_as = send(worker, PHOTO)
    inspect(worker, f"{VILLAGE}001", known_as)
    first = worker.get(f"/photos/{known_as}")
    assert set(first["Cache-Control"].split(", ")) == {"private", "immutable", "max-age=31536000"}
    headers = {"Authorization": f"Bearer {worker.token}", "If-None-Match": first["ETag"]}
    again = worker.client.get(f"/api/v1/photos/{known_as}", headers=headers)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    thumb = worker.client.get(f"/api/v1/photos/{known_as}?size=thumb", headers=headers)
    assert (thumb.status_code, thumb["ETag"] != first["ETag"]) == (200, True)
    assert worker.get(f"/photos/{known_as}", size="original").status_code == 422


def test_an_entry_may_come_before_its_photo(worker: Phone) -> None:
    inspect(worker, f"{VILLAGE}001", HASH)
    waiting = worker.get(f"/photos/{HASH}")
    assert (waiting.status_code, waiting.json()["code"]) == (404, "photo_waiting")
    send(worker, PHOTO)
    assert worker.get(f"/photos/{HASH}").status_code == 200
