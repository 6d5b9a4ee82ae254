"""Files sent from the desk: measured before they are read, and photos that stay though the step is refused."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests import county
from tests.county import VILLAGE
from tests.desk.calls import CHIEF, HEAD, As, post, text
from tests.desk.test_hazard_steps import GRID, OFFICER, find, in_days, take
from tests.photos.pictures import jpeg

from sanzhang.desk.forms import record as record_form
from sanzhang.desk.forms.files import MOST_PHOTOS
from sanzhang.hazards.models import Hazard
from sanzhang.photos import receiving
from sanzhang.photos.models import PhotoUse
from sanzhang.photos.pictures import LARGEST
from sanzhang.records.models import Record


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_STORE = tmp_path / "media"


@pytest.fixture
def hazard(people: dict[str, str]) -> Hazard:
    return find(people, county.place(GRID, "兴隆便民超市"))


def picture(seed: int = 1, name: str = "整改后.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, jpeg(seed), "image/jpeg")


def kept_in(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('photos-kept" value="')[1:]]


def correct(client: Any, hazard: Hazard, **given: object) -> str:
    fields = {"occurred_on": in_days(0), "note": "搬走了", **given}
    return post(client, "hazard_correct", hazard.id, **{f"correct-{name}": value for name, value in fields.items()})


def test_a_photo_that_is_too_large_is_refused_before_it_is_read(as_: As, hazard: Hazard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "begin", lambda *args, **more: pytest.fail("it was read"))
    page = correct(as_(HEAD), hazard, photos=[SimpleUploadedFile("很大.jpg", b"\xff" * (LARGEST + 1), "image/jpeg")])
    assert "“很大.jpg”有" in page
    assert "超过 10 MB。" in page


def test_too_many_are_refused_before_any_is_read(as_: As, hazard: Hazard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "begin", lambda *args, **more: pytest.fail("it was read"))
    page = correct(as_(HEAD), hazard, photos=[picture(1, f"{n}.jpg") for n in range(MOST_PHOTOS + 1)])
    assert "一次最多 12 张，现在 13 张。" in page


def test_those_kept_before_count_too(as_: As, hazard: Hazard) -> None:
    client = as_(HEAD)
    first = correct(client, hazard, photos=[picture(n) for n in range(1, 3)], occurred_on=in_days(1))
    page = correct(client, hazard, **{"photos-kept": kept_in(first)}, photos=[picture(3, f"{n}.jpg") for n in range(MOST_PHOTOS - 1)])
    assert "一次最多 12 张，现在 13 张。" in page
    assert kept_in(page) == kept_in(first)


def test_of_several_the_good_ones_are_kept_and_the_bad_one_is_named(as_: As, hazard: Hazard) -> None:
    client = as_(HEAD)
    page = correct(client, hazard, photos=[picture(1), SimpleUploadedFile("假的.jpg", b"\xff\xd8\xffnothing", "image/jpeg")])
    assert "“假的.jpg”：" in page
    assert len(kept_in(page)) == 1
    assert Hazard.objects.get(id=hazard.id).state == "open"
    correct(client, hazard, **{"photos-kept": kept_in(page)})
    assert Hazard.objects.get(id=hazard.id).state == "corrected"


def test_photos_stay_when_somebody_else_was_faster(as_: As, hazard: Hazard) -> None:
    take(as_(OFFICER), hazard, "ordered", number="一号", due=in_days(5))
    take(as_(HEAD), hazard, "rectified", note="货物已经搬走")
    hazard.refresh_from_db()
    seen = hazard.entry
    post(as_(HEAD), "hazard_correct", hazard.id, **{"correct-occurred_on": in_days(0), "correct-photos": [picture(7)]})
    client = as_(CHIEF)
    page = take(client, hazard, "reinspected", seen=seen, photos=[picture(2), picture(3)])
    assert "别人已经办理了一步" in page
    assert len(kept_in(page)) == 2
    hazard.refresh_from_db()
    take(client, hazard, "reinspected", **{"photos-kept": kept_in(page)})
    hazard.refresh_from_db()
    assert hazard.state == "corrected"
    assert sorted(PhotoUse.objects.filter(entry=hazard.entry).values_list("sha256", flat=True)) == sorted(kept_in(page))


def test_what_no_entry_uses_yet_is_shown_to_its_sender_alone(as_: As, hazard: Hazard) -> None:
    client = as_(HEAD)
    (sha256,) = kept_in(correct(client, hazard, photos=[picture(4)], occurred_on=in_days(1)))
    address = reverse("desk:photo", args=[sha256])
    assert client.get(f"{address}?size=thumb")["Content-Type"] == "image/jpeg"
    assert client.get(f"{address}?size=mark").status_code == 200
    assert as_(CHIEF).get(address).status_code == 404
    assert as_(HEAD).get(address).status_code == 404  # the same person, signed in elsewhere


def test_a_photo_that_somebody_else_sent_can_not_be_claimed(as_: As, hazard: Hazard) -> None:
    kept = kept_in(correct(as_(CHIEF), hazard, photos=[picture(5)], occurred_on=in_days(1)))
    page = correct(as_(HEAD), hazard, **{"photos-kept": kept})
    assert "选择至少一张整改后的照片。" in page
    assert kept_in(page) == []


def test_attachments_of_a_record_are_measured_before_they_are_read(
    as_: As, people: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = {"areas": VILLAGE, "occurred_on": in_days(0), "note": "查用火用电", "ask_units": 1, "ask_hazards": 0}
    monkeypatch.setattr("sanzhang.desk.pages.records.store", lambda *args: pytest.fail("it was read"))
    before = Record.objects.count()
    many = [SimpleUploadedFile(f"{n}.pdf", b"%PDF-1.4", "application/pdf") for n in range(record_form.MOST_FILES + 1)]
    assert "一次最多 20 个文件，现在 21 个。" in post(as_(HEAD), "record_new", "joint_inspection", **data, attachments=many)
    large = SimpleUploadedFile("很大.pdf", b"%PDF-1.4" + b"0" * record_form.LARGEST, "application/pdf")
    assert "“很大.pdf”有" in post(as_(HEAD), "record_new", "joint_inspection", **data, attachments=[large])
    assert Record.objects.count() == before
    assert "附件" in text(as_(HEAD), "record_new", "joint_inspection")
