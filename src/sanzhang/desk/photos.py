"""Photos on pages: which may be shown, and one that is sent from the desk."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
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
Role = Literal["before", "after", "scene"]
SENT, MOST_SENT = "sent_photos", 100  # where a session remembers its photos, and how many
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


@dataclass(frozen=True, slots=True)
class Sent:
    """A photo that was sent from the desk and is here, whether an entry names it yet or not."""

    sha256: str
    name: str

    @property
    def thumb(self) -> str:
        """The small copy, which whoever sent it may see."""
        return f"{reverse('desk:photo', args=[self.sha256])}?size=thumb"


def receive(request: DeskRequest, file: "UploadedFile[Any]") -> Sent:
    """Keep a photo that came with a form, and remember who sent it. Raises ``Problem`` for what is no photo."""
    summed = hashlib.sha256()
    for piece in file.chunks():
        summed.update(piece)
    photo = Sent(summed.hexdigest(), str(file.name)[-120:])
    receiving.begin(f"desk-{request.user.pk}", photo.sha256, file.size or 0, pieces=file.chunks())
    photo_of(photo.sha256)  # looked at now: what is no picture is refused while the form can still say so
    before = request.session.get(SENT, {})
    before.pop(photo.sha256, None)
    request.session[SENT] = dict([*before.items(), (photo.sha256, photo.name)][-MOST_SENT:])
    return photo


def sent_before(request: DeskRequest, wanted: Iterable[str]) -> list[Sent]:
    """Those of ``wanted`` that this session sent, whoever else has photos of that name."""
    before = request.session.get(SENT, {})
    return [Sent(sha256, before[sha256]) for sha256 in wanted if sha256 in before]


def ref_of(photo: Sent, taken_at: datetime, role: Role) -> PhotoRef:
    """The photo as an entry names it."""
    seen = photo_of(photo.sha256)
    return PhotoRef(
        sha256=photo.sha256, name=photo.name, size=seen.size, width=seen.width, height=seen.height, role=role, source="gallery",
        taken_at=taken_at, no_position="gallery",
    )  # fmt: skip


def alt_words(role: str, about: str) -> str:
    """What a photo shows, for those who don't see it."""
    return _("%(role)s照片：%(about)s") % {"role": ROLES.get(role, role), "about": about}
