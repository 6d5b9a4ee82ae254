"""What is known of stored pictures. The file is the truth; the table only saves looking at it again."""

from collections.abc import Mapping
from pathlib import Path

from django.utils import timezone

from sanzhang.journal.media import path_of
from sanzhang.photos.models import Photo
from sanzhang.photos.pictures import Look, look
from sanzhang.rules.problems import NotYet, gettext_noop as _


def stored(sha256: str) -> bool:
    """Whether the file with that content is here."""
    return path_of(sha256).exists()


def file_of(sha256: str) -> Path:
    """Where the picture is. Raises ``NotYet`` when it hasn't arrived."""
    path = path_of(sha256)
    if not path.exists():
        raise NotYet("photo_waiting", _("这张照片还没有上传到服务器。"), _("等拍摄它的手机联网上传后再看。"))
    return path


def photo_of(sha256: str) -> Photo:
    """What is known of a stored picture; looked at now if it wasn't before."""
    known = Photo.objects.filter(sha256=sha256).first()
    return known or remember(sha256, look(file_of(sha256)))


def remember(sha256: str, seen: Look) -> Photo:
    """Keep what was seen of a stored picture; harmless when it is known."""
    return remember_each({sha256: seen})[0]


def remember_each(looks: Mapping[str, Look]) -> list[Photo]:
    """As ``remember``, for many at once."""
    photos = [
        Photo(
            sha256=sha256,
            width=seen.width,
            height=seen.height,
            dhash=seen.dhash,
            size=file_of(sha256).stat().st_size,
            received_at=timezone.now(),
        )
        for sha256, seen in looks.items()
    ]
    return Photo.objects.bulk_create(photos, ignore_conflicts=True)
