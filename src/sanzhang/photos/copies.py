"""Published copies. Only these are shown: the original, with what the camera wrote into it, stays where it is as evidence."""

import os
import tempfile
from collections.abc import Iterable
from enum import StrEnum
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image

from sanzhang.photos.bands import with_band
from sanzhang.photos.contents import file_of
from sanzhang.photos.pictures import flattened, opened


class Size(StrEnum):
    """How large a copy is; the value stands in addresses."""

    COPY = "copy"
    THUMB = "thumb"


LONG_EDGE = {Size.COPY: 1600, Size.THUMB: 320}
QUALITY = {Size.COPY: 84, Size.THUMB: 78}


def published(sha256: str, size: Size = Size.COPY) -> Path:
    """A JPEG of the photo, the right way up and with nothing in it but the picture. Made once; throwing all copies away costs nothing but time.

    Raises ``NotYet`` when the photo hasn't arrived, ``Problem`` when the file is no picture.
    """
    target = Path(settings.MEDIA_STORE, "copies", size, sha256[:2], f"{sha256}.jpg")
    if not target.exists():
        _put(target, _jpeg(_shrunk(file_of(sha256), LONG_EDGE[size]), QUALITY[size]))
    return target


def watermarked(sha256: str, lines: Iterable[str]) -> bytes:
    """A JPEG for paper and export, with ``lines`` and the beginning of the SHA-256 in a band below the picture, covering none of it.

    Raises ``Problem`` when no Chinese font is installed, and as ``published`` does.
    """
    picture = _shrunk(file_of(sha256), LONG_EDGE[Size.COPY])
    return _jpeg(with_band(picture, [*lines, f"SHA-256 {sha256[:8]}"]), QUALITY[Size.COPY])


def _shrunk(path: Path, long_edge: int) -> Image.Image:
    with opened(path) as image:
        image.thumbnail((long_edge, long_edge), Image.Resampling.LANCZOS, reducing_gap=2.0)
        return flattened(image)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def _put(target: Path, content: bytes) -> None:
    """Whole or not at all, also when two make the same copy at once or the power fails."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(target)
        except OSError:
            Path(file.name).unlink(missing_ok=True)
            raise
