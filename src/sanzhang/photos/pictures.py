"""Looking at a picture file: what it is, how large, what it looks like. Judged by content alone; what a name says proves nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps

from sanzhang.rules.problems import Problem, gettext_noop as _

LARGEST = 10 * 2**20
MOST_PIXELS = 50_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
SIDE = 8
# What a transposed picture is turned by, by its EXIF orientation: from 5 on, width and height change places.
FIRST_SIDEWAYS = 5
_ORIENTATION = 0x0112
# JPEG's markers: the pictures that every reader unpacks (baseline, extended, progressive), the tables they need, the first scan, the end.
_FRAMES, _TABLES, _SCAN, _END = {0xC0, 0xC1, 0xC2}, {0xC4, 0xDB}, 0xDA, b"\xff\xd9"


@dataclass(frozen=True, slots=True)
class Look:
    """What a picture says of itself, the right way up. ``dhash`` stays nearly the same when it is scaled or compressed again."""

    width: int
    height: int
    dhash: str


def is_plainly_whole(content: bytes) -> bool:
    """Whether this is a JPEG with everything it needs, from its header to its end, as far as that is seen without unpacking it.

    Raises ``Problem`` for what is no picture or is too large to be unpacked. False for all that takes a closer look.
    """
    with opened(BytesIO(content)) as image:
        return image.format == "JPEG" and _has_all_parts(content)


def look(file: Path | BytesIO) -> Look:
    """Look at a picture, to its last byte. Raises ``Problem`` for what is none, is cut off, or is too large to be unpacked."""
    with opened(file) as image:
        width, height = image.size
        # JPEG can be unpacked at an eighth of its size and without its colours: a fifth of the work, and the whole file is still read.
        image.draft("L", (SIDE + 1, SIDE))
        turned = ImageOps.exif_transpose(image)
        if image.getexif().get(_ORIENTATION, 1) >= FIRST_SIDEWAYS:
            width, height = height, width
        return Look(width, height, _difference_hash(turned))


@contextmanager
def opened(file: Path | BytesIO) -> Iterator[Image.Image]:
    """A picture whose header was judged. Do nothing inside but unpack it: whatever goes wrong there is called its fault."""
    try:
        with Image.open(file, formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise _too_many_pixels()
            yield image
    except (Problem, FileNotFoundError, MemoryError):
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except Exception as error:  # decoders meet hostile bytes with nearly every kind of error
        raise Problem("photo_content", _("文件不是完整的照片。"), _("用 JPG、PNG 或 WebP 照片，重新选择或重新拍摄。")) from error


def flattened(image: Image.Image) -> Image.Image:
    """The picture the right way up, in three colours on white, and with nothing else: no EXIF, position, maker's data, remarks, profile."""
    turned = ImageOps.exif_transpose(image)
    see_through = turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info
    clean = Image.new("RGB", turned.size, "white")
    if see_through:
        layer = turned.convert("RGBA")
        clean.paste(layer, mask=layer)
    else:
        clean.paste(turned.convert("RGB"))
    return clean


def _has_all_parts(content: bytes) -> bool:
    """One frame of a usual kind and both sorts of tables before the first scan, and after it the end: inside a scan that never stands."""
    at = 2
    seen: set[int] = set()
    while content[at : at + 1] == b"\xff":
        marker = content[at + 1]
        if marker == _SCAN:
            return seen > _TABLES and len(_FRAMES & seen) == 1 and content.rfind(_END) > at
        seen.add(marker)
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        if length < 2:  # it counts itself
            return False
        at += 2 + length
    return False


def _difference_hash(image: Image.Image) -> str:
    """64 bits: whether each cell of a grid is brighter than its neighbour on the right."""
    grey = image if image.mode == "L" else image.convert("L")
    cells = grey.resize((SIDE + 1, SIDE), Image.Resampling.LANCZOS).tobytes()
    bits = 0
    for row in range(SIDE):
        for column in range(SIDE):
            at = row * (SIDE + 1) + column
            bits = bits << 1 | (cells[at] > cells[at + 1])
    return f"{bits:016x}"


def _too_many_pixels() -> Problem:
    return Problem("photo_pixels", _("照片超过 {most} 百万像素。"), _("缩小照片后再上传。"), most=MOST_PIXELS // 10**6)
