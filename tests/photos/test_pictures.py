"""What is a picture and what isn't; and that what it looks like survives compression, not change."""

from pathlib import Path
from time import process_time

import pytest
from PIL import Image
from tests.photos.pictures import bits_between, bomb, encoded, from_a_phone, jpeg, scene

from sanzhang.photos.pictures import look
from sanzhang.rules.plausibility import SAME_PICTURE
from sanzhang.rules.problems import Problem


def seen(folder: Path, content: bytes) -> tuple[int, int, str]:
    """What ``look`` says of a file."""
    file = folder / "picture"
    file.write_bytes(content)
    found = look(file)
    return found.width, found.height, found.dhash


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_three_kinds_are_taken(tmp_path: Path, kind: str) -> None:
    width, height, dhash = seen(tmp_path, encoded(scene(), kind))
    assert (width, height, len(dhash)) == (640, 480, 16)


@pytest.mark.parametrize("mode", ["L", "RGBA", "P", "1", "CMYK"])
def test_other_colours_are_taken(tmp_path: Path, mode: str) -> None:
    kind = "JPEG" if mode in ("L", "CMYK") else "PNG"
    assert seen(tmp_path, encoded(scene().convert(mode), kind))[:2] == (640, 480)


REFUSED = {
    "empty": b"",
    "text": b"hello, I am a picture",
    "cut JPEG": jpeg()[:-2000],
    "cut PNG": encoded(scene(), "PNG")[:-5000],
    "GIF": encoded(scene(), "GIF"),
    "only a header": jpeg()[:300],
    "a PDF that begins like a JPEG": b"\xff\xd8\xff" + b"%PDF-1.7" * 100,
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
def test_what_is_no_whole_picture_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Problem) as caught:
        seen(tmp_path, content)
    assert caught.value.code == "photo_content"
    assert str(caught.value)


@pytest.mark.parametrize("side", [60_000, 12_000, 7_100])
def test_a_bomb_is_refused_by_its_header(tmp_path: Path, side: int, recwarn: pytest.WarningsRecorder) -> None:
    content = bomb(side, side)
    assert len(content) < 200
    began = process_time()
    with pytest.raises(Problem) as caught:
        seen(tmp_path, content)
    assert caught.value.code == "photo_pixels"
    assert process_time() - began < 0.1


def test_a_picture_looks_the_same_when_it_is_compressed_or_scaled_again(tmp_path: Path) -> None:
    for seed in range(8):
        picture = scene(seed)
        first = seen(tmp_path, encoded(picture, quality=85))[2]
        again = [encoded(picture, quality=50), encoded(picture, "WEBP"), encoded(picture.resize((512, 384))), encoded(picture, "PNG")]
        assert max(bits_between(first, seen(tmp_path, content)[2]) for content in again) <= SAME_PICTURE


def test_other_pictures_look_otherwise(tmp_path: Path) -> None:
    hashes = [seen(tmp_path, jpeg(seed))[2] for seed in range(6)]
    assert min(bits_between(one, other) for one in hashes for other in hashes if one is not other) > 2 * SAME_PICTURE


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_picture_is_seen_the_right_way_up(tmp_path: Path, orientation: int) -> None:
    upright = scene(size=(640, 480))
    turns = {2: [0], 3: [3], 4: [1], 5: [5], 6: [2], 7: [6], 8: [4]}  # how Pillow numbers the turn that undoes what the viewer will do
    lying = upright
    for turn in turns.get(orientation, []):
        lying = lying.transpose(Image.Transpose(turn))
    exif = Image.Exif()
    exif[0x0112] = orientation
    width, height, dhash = seen(tmp_path, encoded(lying, exif=exif, quality=95))
    assert (width, height) == (640, 480)
    assert bits_between(dhash, seen(tmp_path, jpeg(quality=95))[2]) <= 1


def test_looking_costs_no_more_than_reading_the_bytes_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The figure is printed; the bound is loose, for machines differ."""
    noisy = Image.blend(scene(size=(1600, 1200)), Image.effect_noise((1600, 1200), 90).convert("RGB"), 0.25)
    quality = next(quality for quality in range(20, 96, 5) if len(encoded(noisy, quality=quality)) > 190_000)
    file = tmp_path / "photo.jpg"
    file.write_bytes(encoded(noisy, quality=quality))
    look(file)
    spent = []
    for _ in range(10):
        began = process_time()
        look(file)
        spent.append(process_time() - began)
    with capsys.disabled():
        print(f"\n  look at {file.stat().st_size // 1000} kB, 1600×1200: {min(spent) * 1000:.2f} ms of CPU")
    assert min(spent) < 0.02


def test_what_a_phone_writes_into_a_photo_is_no_hindrance(tmp_path: Path) -> None:
    assert seen(tmp_path, from_a_phone(orientation=6))[:2] == (480, 640)
