"""Pictures for tests: scenes with edges and gradients, as photos have them, and small enough to be quick."""

import hashlib
import random
from io import BytesIO
from struct import pack
from typing import Any
from zlib import compress, crc32

from PIL import Image, ImageDraw


def scene(seed: int = 1, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """A picture that looks like no other seed's."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    sky = Image.linear_gradient("L").resize(size)
    image = Image.merge("RGB", (sky, sky.rotate(180), sky.rotate(90, expand=False)))
    pen = ImageDraw.Draw(image)
    for _ in range(25):
        x, y = chance.randrange(size[0]), chance.randrange(size[1])
        box = (x, y, x + chance.randrange(20, size[0] // 2), y + chance.randrange(20, size[1] // 2))
        pen.rectangle(box, fill=(chance.randrange(256), chance.randrange(256), chance.randrange(256)))
    return image


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """The picture as a file."""
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def jpeg(seed: int = 1, size: tuple[int, int] = (640, 480), **options: Any) -> bytes:
    """A photo as a file."""
    return encoded(scene(seed, size), **options)


def from_a_phone(seed: int = 1, orientation: int = 1, size: tuple[int, int] = (640, 480)) -> bytes:
    """A photo with all that a phone writes into it: maker, moment, position, remark."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "SecretMaker", "SecretModel", orientation
    exif.get_ifd(0x8769)[0x9003] = "2026:06:10 08:00:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (39.0, 58.0, 1.0), 3: "E", 4: (107.0, 0.0, 2.0)})
    return encoded(scene(seed, size), exif=exif, comment=b"SecretRemark", icc_profile=b"SecretProfile")


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of a few bytes that says it has 3.6 thousand million pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + name + data + pack(">I", crc32(name + data))

    header = chunk(b"IHDR", pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", compress(bytes(1000))) + chunk(b"IEND", b"")


def sha256(content: bytes) -> str:
    """By which the content is known."""
    return hashlib.sha256(content).hexdigest()


def bits_between(one: str, other: str) -> int:
    """In how many of their 64 bits two difference hashes differ: up to 4 most likely the same picture, 32 chance."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
