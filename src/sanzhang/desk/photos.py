"""Photos on pages: which may be shown, and one that is sent from the desk."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from sanzhang.desk.access import DeskRequest
from sanzhang.desk.registers import moment
from sanzhang.journal.actors import Scope
from sanzhang.photos import receiving
from sanzhang.photos.bands import position_words
from sanzhang.photos.contents import photo_of, stored
from sanzhang.photos.models import PhotoUse
from sanzhang.photos.queries import visible_to
from sanzhang.photos.uses import PhotoRef

ROLES = {
    "before": gettext_lazy("整改前"),
    "after": gettext_lazy("整改后"),
    "scene": gettext_lazy("现场"),
    "signature": gettext_lazy("签名"),
    "attachment": gettext_lazy("附件"),
}
SOURCES = {"camera": gettext_lazy("现场拍摄"), "gallery": gettext_lazy("从相册选取"), "drawn": gettext_lazy("手写")}


@dataclass(frozen=True, slots=True)
class Shown:
    """A photo as a page shows it. ``arrived``: the file is here; an entry may come before its photos."""

    entry: UUID
    sha256: str
    role: str
    caption: str
    where: str
    arrived: bool

    @property
    def url(self) -> str:
        """The copy for looking at closely."""
        return reverse("desk:photo", args=[self.sha256])

    @property
    def thumb(self) -> str:
        """The small copy."""
        return f"{self.url}?size=thumb"

    @property
    def mark(self) -> str:
        """The copy for paper, that says what it shows."""
        return f"{self.url}?size=mark"


def shown_by(scope: Scope, entries: Iterable[UUID], *, places: bool = True) -> list[Shown]:
    """The photos that these entries use inside the scope, in the order in which they were taken. One query.

    ``places``: whether it is said where they were taken; of somebody's home it is not.
    """
    uses = visible_to(scope).filter(entry__in=set(entries)).order_by("taken_at", "id")
    return [_shown(use, places) for use in uses]


def of_steps(steps: Iterable[tuple[UUID, Sequence[str]]], *, places: bool = True) -> list[Shown]:
    """The photos that these steps name, each given as its entry and the photos' names, in the order in which they were taken. One query.

    For steps about something that the user may see: who has a hazard in hand sees what was found, whoever took the pictures.
    """
    named = {(entry, sha256) for entry, photos in steps for sha256 in photos}
    uses = PhotoUse.objects.filter(entry__in={entry for entry, _sha256 in named}).order_by("taken_at", "id")
    return [_shown(use, places) for use in uses if (use.entry, use.sha256) in named]


def by_content(photos: Iterable[Shown]) -> dict[str, Shown]:
    """Photos by their SHA-256."""
    return {photo.sha256: photo for photo in photos}


def _shown(use: PhotoUse, places: bool) -> Shown:
    caption = f"{moment(use.taken_at)} {SOURCES.get(use.source, use.source)}"
    return Shown(use.entry, use.sha256, use.role, caption, position_words(use) if places else "", stored(use.sha256))


def keep_photo(request: DeskRequest, file: Any, taken_at: datetime, role: Literal["after", "scene"] = "after") -> PhotoRef:
    """Keep a photo that was sent with a form, and name it as an entry does. Raises ``Problem`` for what is no photo, or too large."""
    owner, content = f"desk-{request.user.pk}", b"".join(file.chunks())
    sha256 = hashlib.sha256(content).hexdigest()
    upload = receiving.begin(owner, sha256, len(content))
    if upload.expires_at is not None:
        receiving.take(owner, upload.id, upload.offset, [content[upload.offset :]])
    seen = photo_of(sha256)
    return PhotoRef(
        sha256=sha256, name=str(file.name)[-120:], size=seen.size, width=seen.width, height=seen.height, role=role, source="gallery",
        taken_at=taken_at, no_position="gallery",
    )  # fmt: skip


def alt_words(role: str, about: str) -> str:
    """What a photo shows, for those who don't see it."""
    return _("%(role)s照片：%(about)s") % {"role": ROLES.get(role, role), "about": about}
