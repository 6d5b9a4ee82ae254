"""Invented photos: drawn when the demonstration is loaded, marked 演示 on every one, and stored like photos from a phone.

A step names a picture by what is on it, ``{"draw": {...}, …}``; its content, and so its SHA-256, exists only where there is a media store.
The mark is drawn stroke by stroke, since no Chinese font ships with the program. No two pictures look alike, so nobody is asked about them.
"""

import random
from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw, ImageFont, ImageOps

from sanzhang.demo.steps import Payload
from sanzhang.journal.media import path_of, store
from sanzhang.photos.contents import remember
from sanzhang.photos.models import Photo
from sanzhang.photos.pictures import look

PICTURED = frozenset({"inspection.made", "hazard.found", "hazard.corrected", "hazard.moved", "case.opened", "case.moved"})
SIGNATURE = "signature"
WIDTH, HEIGHT, QUALITY = 320, 240, 30
_FLOOR, _BAND = 160, 214
_LIGHT = (9, 7)  # patches of light and shadow, as many as a difference hash has cells
_Pen = ImageDraw.ImageDraw

# 演 and 示 on a grid of sixteen.
_STROKES = (
    ((2, 2), (4, 4)), ((1, 6), (3, 8)), ((1, 15), (4, 10)), ((10, 0), (10, 2)), ((6, 6), (6, 3), (15, 3), (15, 6)), ((8, 6), (13, 6)),
    ((7, 8), (14, 8), (14, 12), (7, 12), (7, 8)), ((7, 10), (14, 10)), ((10.5, 6), (10.5, 12)), ((9, 13), (6, 16)), ((12, 13), (15, 16)),
    ((22, 2), (30, 2)), ((19, 6), (33, 6)), ((26, 6), (26, 15), (24, 14)), ((23, 9), (20, 13)), ((29, 9), (32, 13)),
)  # fmt: skip


def with_pictures(said: Payload) -> Payload:
    """The payload with every picture in it drawn, stored, and named by its content."""
    drawn: Payload = _named(said)
    signed = [photo["sha256"] for photo in drawn["photos"] if photo["role"] == SIGNATURE] if "signature" in drawn else []
    return drawn | {"signature": drawn["signature"] | {"sha256": signed[0]}} if signed else drawn


def _named(said: Any) -> Any:
    match said:
        case {"draw": dict(what)}:
            return {name: value for name, value in said.items() if name != "draw"} | _stored(drawing(what), said["name"])
        case dict():
            return {name: _named(value) for name, value in said.items()}
        case list():
            return [_named(value) for value in said]
    return said


def _stored(content: bytes, name: str) -> dict[str, Any]:
    kept = store([content], name)
    sha256 = str(kept["sha256"])
    known = Photo.objects.filter(sha256=sha256).first() or remember(sha256, look(path_of(sha256)))
    return {"sha256": sha256, "size": kept["size"], "width": known.width, "height": known.height}


def drawing(what: dict[str, Any]) -> bytes:
    """The picture that a step describes: ``scene``, ``seed``, whether it is ``fixed``, and ``words`` for its foot. A signature is a PNG."""
    if what["scene"] == SIGNATURE:
        return _signature(what["seed"])
    # One source of chance for the place and one for what is wrong there: before and after are the same place.
    place, wrong = (random.Random(f"{what['seed']}/{of}") for of in ("place", "wrong"))  # noqa: S311 - invented pictures, not secrets
    picture = _lit(place)
    pen = ImageDraw.Draw(picture)
    _SCENES[what["scene"]](pen, place, wrong, what["fixed"])
    _marked(pen, what["words"])
    return _bytes(picture, "JPEG", quality=QUALITY, optimize=True)


def _lit(place: random.Random) -> Image.Image:
    """A wall with light and shadow on it, in some colour."""
    light = Image.frombytes("L", _LIGHT, bytes(place.randint(70, 230) for _patch in range(_LIGHT[0] * _LIGHT[1])))
    hue = tuple(place.randint(165, 225) for _colour in range(3))
    return ImageOps.colorize(light.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC), tuple(part // 2 for part in hue), hue)


def _marked(pen: _Pen, words: str) -> None:
    pen.rectangle((6, 6, 94, 52), fill=(185, 28, 28))
    _write(pen, (12, 10), 2.25, 3)
    pen.rectangle((0, _BAND, WIDTH, HEIGHT), fill=(24, 24, 27))
    pen.text((8, _BAND + 5), f"DEMO  {words}", (250, 250, 250), _font())


def _write(pen: _Pen, at: tuple[float, float], scale: float, width: int) -> None:
    for stroke in _STROKES:
        pen.line([(at[0] + x * scale, at[1] + y * scale) for x, y in stroke], (250, 250, 250), width, joint="curve")


def _passage(pen: _Pen, place: random.Random, wrong: random.Random, fixed: bool) -> None:
    """A way out; in front of it boxes, or none any more."""
    pen.rectangle((0, _FLOOR, WIDTH, HEIGHT), fill=_grey(place, 90, 150))
    left = place.randint(110, 215)
    pen.rectangle((left, 62, left + 70, _FLOOR), fill=_colour(place), outline=(40, 40, 40), width=3)
    pen.ellipse((left + 57, 112, left + 63, 118), fill=(30, 30, 30))
    pen.rectangle((left + 15, 42, left + 55, 55), fill=(22, 120, 60))
    for _box in range(0 if fixed else wrong.randint(4, 7)):
        x, size = left + wrong.randint(-40, 55), wrong.randint(24, 50)
        pen.rectangle((x, 190 - size, x + size, 190), fill=_colour(wrong), outline=(60, 40, 20), width=2)


def _wires(pen: _Pen, place: random.Random, wrong: random.Random, fixed: bool) -> None:
    """A socket on a wall; from it a tangle, or one straight line."""
    x, y = place.randint(130, 250), place.randint(75, 105)
    pen.rectangle((0, _FLOOR + 20, WIDTH, HEIGHT), fill=_grey(place, 70, 120))
    pen.rectangle((x - 21, y - 14, x + 21, y + 14), fill=(240, 240, 235), outline=(60, 60, 60), width=2)
    if fixed:
        pen.line((x, y + 14, x, _FLOOR + 20), (40, 40, 40), 4)
        return
    for _wire in range(wrong.randint(3, 5)):
        points = [(x + wrong.randint(-11, 11), y + 8)]
        points += [(x + wrong.randint(-110, 60), y + step * 21 + wrong.randint(-10, 20)) for step in range(1, 6)]
        pen.line(points, _colour(wrong), 3, joint="curve")


def _gear(pen: _Pen, place: random.Random, wrong: random.Random, fixed: bool) -> None:
    """Where an extinguisher should hang."""
    x = place.randint(130, 255)
    pen.rectangle((0, _FLOOR + 28, WIDTH, HEIGHT), fill=_grey(place, 80, 140))
    pen.rectangle((x - 32, 60, x + 32, _FLOOR + 12), fill=_grey(place, 200, 235), outline=(185, 28, 28), width=4)
    if fixed:
        pen.rounded_rectangle((x - 14, 92, x + 14, _FLOOR + 6), 11, fill=(200, 30, 30), outline=(90, 10, 10), width=2)
        pen.rectangle((x - 6, 78, x + 6, 92), fill=(30, 30, 30))
        return
    for _thing in range(wrong.randint(2, 4)):
        left, top = x + wrong.randint(-64, 16), wrong.randint(96, 150)
        pen.rectangle((left, top, left + wrong.randint(28, 56), _FLOOR + 28), fill=_colour(wrong), outline=(50, 50, 50), width=2)


def _yard(pen: _Pen, place: random.Random, wrong: random.Random, fixed: bool) -> None:
    """A house in the open; stacks against its wall, or away from it."""
    left, top = place.randint(145, 195), place.randint(80, 100)
    pen.rectangle((0, 150, WIDTH, HEIGHT), fill=(place.randint(150, 190), place.randint(135, 160), place.randint(80, 115)))
    pen.rectangle((left, top, left + 112, 165), fill=_colour(place), outline=(60, 50, 40), width=3)
    pen.polygon([(left - 10, top), (left + 56, top - 36), (left + 122, top)], fill=_grey(place, 70, 130))
    middle = 35 if fixed else left - 4
    for _stack in range(wrong.randint(4, 6)):
        x, high = middle + wrong.randint(-28, 36), wrong.randint(18, 48)
        pen.ellipse((x - 24, 180 - high, x + 24, 186), fill=(wrong.randint(190, 225), wrong.randint(160, 185), 70), outline=(120, 95, 30))


_SCENES = {"passage": _passage, "wires": _wires, "gear": _gear, "yard": _yard}
SCENES = tuple(_SCENES)


def _signature(seed: int) -> bytes:
    """A line that goes up and down, and the word that nobody signed this."""
    rng = random.Random(f"{seed}/{SIGNATURE}")  # noqa: S311
    picture = Image.new("L", (320, 120), 255)
    pen = ImageDraw.Draw(picture)
    points = [(24 + step * 13 + rng.randint(-6, 10), 60 + rng.randint(-34, 30)) for step in range(20)]
    pen.line(points, 20, 3, joint="curve")
    pen.text((250, 98), "DEMO", 120, _font())
    return _bytes(picture.quantize(4), "PNG", optimize=True)


@cache
def _font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Pillow's own: Latin letters and digits, on every machine the same."""
    return ImageFont.load_default(14)


def _bytes(picture: Image.Image, form: str, **how: Any) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, form, **how)
    return buffer.getvalue()


def _colour(rng: random.Random) -> tuple[int, int, int]:
    return rng.randint(60, 200), rng.randint(60, 190), rng.randint(50, 170)


def _grey(rng: random.Random, low: int, high: int) -> tuple[int, int, int]:
    shade = rng.randint(low, high)
    return shade, shade, shade
