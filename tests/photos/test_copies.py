"""What is shown of a photo: the picture and nothing else."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageFont, ImageStat
from tests.photos.pictures import encoded, from_a_phone, jpeg, scene, sha256

from sanzhang.journal.media import path_of
from sanzhang.photos.bands import lines_of, position_words
from sanzhang.photos.copies import Size, published, watermarked
from sanzhang.photos.fonts import KNOWN, _find, find_font
from sanzhang.photos.models import PhotoUse
from sanzhang.rules.problems import NotYet, Problem

Keep = Callable[[bytes], str]
SECRETS = (b"Exif", b"Secret", b"2026:06:10", b"GPS", b"ICC_PROFILE", b"http")


def difference(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures are apart, from 0 to 255."""
    return sum(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean) / 3


@pytest.mark.parametrize("size", Size)
def test_a_copy_says_nothing_of_camera_place_and_moment(keep: Keep, size: Size) -> None:
    original = from_a_phone(orientation=6)
    assert all(secret in original for secret in (b"SecretMaker", b"SecretRemark", b"SecretProfile"))
    known_as = keep(original)
    copy = published(known_as, size).read_bytes()
    assert not [secret for secret in SECRETS if secret in copy]
    with Image.open(BytesIO(copy)) as image:
        assert image.format == "JPEG"
        assert not image.getexif()
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_density", "jfif_unit"}
    assert sha256(path_of(known_as).read_bytes()) == known_as == sha256(original)


def test_copies_are_of_the_size_asked_for_and_never_larger_than_the_photo(keep: Keep) -> None:
    for content, copy, thumb in ((jpeg(1, (2400, 1200)), (1600, 800), (320, 160)), (jpeg(2, (300, 400)), (300, 400), (240, 320))):
        known_as = keep(content)
        assert Image.open(published(known_as)).size == copy
        assert Image.open(published(known_as, Size.THUMB)).size == thumb


@pytest.mark.parametrize(("orientation", "turn"), [(1, None), (3, 1 + 2), (6, 2), (8, 4)])
def test_a_copy_is_the_right_way_up(keep: Keep, orientation: int, turn: int | None) -> None:
    upright = scene()
    lying = upright if turn is None else upright.transpose(Image.Transpose(turn))
    exif = Image.Exif()
    exif[0x0112] = orientation
    copy = Image.open(published(keep(encoded(lying, exif=exif, quality=95))))
    assert copy.size == upright.size
    assert difference(copy, upright) < 8


def test_a_drawn_signature_lies_on_white(keep: Keep) -> None:
    drawn = Image.new("RGBA", (300, 100))
    drawn.paste((0, 0, 120, 255), (100, 40, 200, 60))
    copy = Image.open(published(keep(encoded(drawn, "PNG"))))
    assert min(copy.getpixel((10, 10))) > 245  # type: ignore[arg-type]
    assert copy.getpixel((150, 50))[2] > 90 > copy.getpixel((150, 50))[0]  # type: ignore[index]


def test_a_copy_is_made_once(keep: Keep, monkeypatch: pytest.MonkeyPatch) -> None:
    known_as = keep(jpeg())
    made = published(known_as)
    moment = made.stat().st_mtime_ns
    path_of(known_as).unlink()
    assert published(known_as).stat().st_mtime_ns == moment
    assert [file.name for file in made.parent.iterdir()] == [made.name]


def test_there_is_no_copy_of_what_has_not_come_or_is_no_picture(db: None) -> None:
    with pytest.raises(NotYet):
        published("a" * 64)
    path_of("b" * 64).parent.mkdir(parents=True)
    path_of("b" * 64).write_bytes(b"%PDF-1.7 attached at the desk")
    with pytest.raises(Problem) as caught:
        published("b" * 64)
    assert caught.value.code == "photo_content"


def a_use(**changed: Any) -> PhotoUse:
    """A photo's use with a position."""
    taken = datetime(2026, 6, 10, 4, 5, 6, tzinfo=UTC)
    return PhotoUse(**{"taken_at": taken, "source": "camera", "lat": 39.1, "lon": 107.98, "accuracy": 12.4, "place_reason": ""} | changed)


def test_the_band_says_when_where_and_by_whom() -> None:
    assert lines_of(a_use(), area="敖伦其日嘎嘎查", post="网格员", place="乌兰小卖部") == [
        "2026-06-10 12:05:06  现场拍摄",
        "敖伦其日嘎嘎查  乌兰小卖部",
        "网格员",
        "位置 39.100000, 107.980000（误差 12 米）",
    ]
    assert position_words(a_use(lat=None, place_reason="denied")) == "无位置：手机未允许定位"
    assert len(lines_of(a_use(lat=None, source="drawn"), area="x", post="")) == 2


def test_the_band_is_drawn_below_the_picture_and_covers_none_of_it(keep: Keep) -> None:
    known_as = keep(jpeg(5))
    lines = ["2026-06-10 12:05:06", "敖伦其日嘎嘎查", "网格员", "位置 39.1, 107.98（误差 12 米）"]
    whole = Image.open(BytesIO(watermarked(known_as, lines)))
    width, height = 640, 480
    assert whole.width == width
    assert whole.height > height + 5 * 14
    assert difference(whole.crop((0, 0, width, height)), Image.open(published(known_as))) < 4
    band = whole.crop((0, height, width, whole.height)).convert("L")
    assert band.getextrema()[1] > 200  # type: ignore[operator]
    assert 0.02 < sum(band.histogram()[150:]) / (band.width * band.height) < 0.4


def test_the_band_names_the_content_and_takes_long_and_strange_lines(keep: Keep) -> None:
    known_as = keep(jpeg(5, (320, 240)))
    short = Image.open(BytesIO(watermarked(known_as, [])))
    other = Image.open(BytesIO(watermarked(keep(jpeg(6, (320, 240))), [])))
    assert short.size == other.size
    bands = [picture.crop((0, 240, 320, picture.height)) for picture in (short, other)]
    assert difference(*bands) > 1  # another beginning of another SHA-256
    long = Image.open(BytesIO(watermarked(known_as, ["很长的一行" * 30, "两\n行\x00", ""])))
    assert long.height > short.height + 150


def test_the_font_has_the_letters_of_mainland_china() -> None:
    font = find_font()
    assert font.path.exists()
    if "Noto" in font.path.name:
        assert font.family == "Noto Sans CJK SC"


def test_without_a_font_it_is_said_how_to_get_one(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _find.cache_clear()
    monkeypatch.setattr("sanzhang.photos.fonts.KNOWN", (str(tmp_path / "none.ttc"),))
    with pytest.raises(Problem, match="apt install fonts-noto-cjk"):
        find_font()
    settings.FONT_FILE = next(file for file in KNOWN if Path(file).exists())
    assert str(find_font().path) == settings.FONT_FILE
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font")
    for unfit in (tmp_path / "gone.ttf", broken):
        settings.FONT_FILE = str(unfit)
        with pytest.raises(Problem, match=unfit.name):
            find_font()
    _find.cache_clear()


def test_a_font_without_chinese_letters_is_not_taken(settings: Any, tmp_path: Path) -> None:
    latin = tmp_path / "latin.ttf"
    latin.write_bytes(ImageFont.load_default(10).font_bytes)  # type: ignore[union-attr]
    settings.FONT_FILE = str(latin)
    with pytest.raises(Problem) as caught:
        find_font()
    assert caught.value.code == "font_unfit"
