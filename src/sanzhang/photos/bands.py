"""The band below a photo on paper: when, where, by whom, and by which content it is known."""

from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

from sanzhang.photos.fonts import find_font
from sanzhang.photos.models import PhotoUse

SMALLEST, LETTERS_A_LINE = 14, 44
PAPER, INK = (24, 24, 27), (250, 250, 250)


def lines_of(use: PhotoUse, *, area: str, post: str, place: str = "") -> list[str]:
    """What the band says of one use of a photo. ``area`` and ``post`` by name; ``place``: the premises, where there are any."""
    taken = timezone.localtime(use.taken_at)
    source = {"camera": _("现场拍摄"), "gallery": _("从相册选取"), "drawn": _("手写")}.get(use.source, use.source)
    lines = [f"{taken:%Y-%m-%d %H:%M:%S}  {source}", "  ".join(filter(None, (area, place))), post, position_words(use)]
    return [line for line in lines if line]


def position_words(use: PhotoUse) -> str:
    """Where it was taken, and how surely; or why that isn't known."""
    if use.lat is not None and use.lon is not None:
        return _("位置 {lat:.6f}, {lon:.6f}（误差 {accuracy:.0f} 米）").format(lat=use.lat, lon=use.lon, accuracy=use.accuracy or 0)
    reasons = {
        "denied": _("无位置：手机未允许定位"),
        "unavailable": _("无位置：无法定位"),
        "timeout": _("无位置：定位超时"),
        "gallery": _("无位置：照片来自相册"),
        "private": _("无位置：住户的位置不保存"),
    }
    return reasons.get(use.place_reason, "")


def with_band(picture: Image.Image, lines: Iterable[str]) -> Image.Image:
    """The picture with the lines below it, in letters that can be read when it is printed at a postcard's size."""
    size = max(SMALLEST, picture.width // LETTERS_A_LINE)
    font = find_font().at(size)
    margin, step = size // 2, size * 4 // 3
    rows = [row for line in lines for row in _wrapped(line, font, picture.width - 2 * margin)]
    whole = Image.new("RGB", (picture.width, picture.height + 2 * margin + step * len(rows)), PAPER)
    whole.paste(picture)
    pen = ImageDraw.Draw(whole)
    for number, row in enumerate(rows):
        pen.text((margin, picture.height + margin + step * number), row, INK, font)
    return whole


def _wrapped(line: str, font: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    """The line in rows no wider than ``width``; Chinese may break anywhere."""
    row = ""
    for letter in "".join(letter if letter.isprintable() else " " for letter in line):
        if row and font.getlength(row + letter) > width:
            yield row
            row = ""
        row += letter
    yield row
