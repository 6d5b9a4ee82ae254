"""Photos on their way: bytes that arrived, on disk and without the database.

A part is two files in its owner's folder: ``<sha256>.json``, written once, says what is to come; ``<sha256>.part`` holds what came. Its size is
the offset, so nothing else has to be kept in step with it, and whoever announces the same photo again goes on where he was. Who changes a part
holds its lock, piece by piece: a connection that died silently never keeps the next one waiting.
"""

import errno
import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from sanzhang.journal.media import path_of
from sanzhang.rules.problems import Problem, gettext_noop as _

MOST_OPEN = 200
KEPT_FOR = 7 * 24 * 3600.0
# Photos stop first when a disk runs full: what is left belongs to the database.
SPARE = 256 * 2**20
_FULL = {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True, slots=True)
class Part:
    """A photo of which ``length`` bytes are to come. ``metadata`` is what the sender said of it, word for word."""

    folder: Path
    sha256: str
    length: int
    metadata: str

    @property
    def path(self) -> Path:
        """Where its bytes are."""
        return self.folder / f"{self.sha256}.part"

    @property
    def description(self) -> Path:
        """Where it says what is to come."""
        return self.folder / f"{self.sha256}.json"


class Elsewhere(Exception):
    """The part doesn't end where the sender thinks. ``offset`` is where it does."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


def announce(owner: str, sha256: str, length: int, metadata: str) -> Part:
    """The part for a photo of which nothing, or the beginning, has come. Raises ``Problem`` when its owner has too many, or the disk is too full."""
    known = find(owner, sha256)
    if known and known.length == length:
        return known
    folder = _folder_with_room(owner, length)
    if sum(entry.name.endswith(".part") for entry in os.scandir(folder)) >= MOST_OPEN:
        raise Problem("uploads_many", _("有 {most} 张照片没有传完。"), _("等它们传完，或七天后自动清除。"), most=MOST_OPEN)
    part = Part(folder, sha256, length, metadata)
    drop(part)
    with room_for(part):
        part.description.write_text(json.dumps({"length": length, "metadata": metadata}), "ascii")
        part.path.touch()
    return part


def find(owner: str, sha256: str) -> Part | None:
    """The owner's part of that photo. Of somebody else's, he learns no more than of one that never was."""
    folder = _folder(owner)
    try:
        told = json.loads((folder / f"{sha256}.json").read_text("ascii"))
        part = Part(folder, sha256, told["length"], told["metadata"])
    except (FileNotFoundError, ValueError):  # the second after a power failure: a name without its words
        return None
    return part if part.path.exists() else None


def offset_of(part: Part) -> int:
    """How many bytes have come. Raises ``FileNotFoundError`` when the part was finished or dropped meanwhile."""
    return part.path.stat().st_size


def expires_at(part: Part) -> float:
    """When it will be cleared away if nothing more comes."""
    return part.path.stat().st_mtime + KEPT_FOR


@contextmanager
def held(part: Part) -> Iterator[FileIO]:
    """The part's bytes, while nobody else touches them. Raises ``FileNotFoundError`` when it was finished or dropped meanwhile."""
    with part.path.open("r+b", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not part.path.exists():
            raise FileNotFoundError(part.path)
        yield file


def add(part: Part, offset: int, piece: bytes) -> int:
    """Add a piece at the end; returns where the end is now. Raises ``Elsewhere`` when that isn't ``offset``, ``Problem`` when the disk is full."""
    with held(part) as file, room_for(part):
        end = file.seek(0, os.SEEK_END)
        if end != offset:
            raise Elsewhere(end)
        _write(file, piece)
    return offset + len(piece)


def keep(part: Part, file: FileIO) -> None:
    """Make a photo of a part that is whole and ``held``."""
    with room_for(part):
        _put(file, part.path, part.sha256)
    drop(part)


def keep_whole(owner: str, sha256: str, content: bytes) -> None:
    """Keep a photo that came in one go."""
    # Under a name that no other connection knows: two that send the same photo at once don't touch each other.
    path = _folder_with_room(owner, len(content)) / f"{sha256}.{uuid4().hex}"
    try:
        with path.open("xb", buffering=0) as file:
            _write(file, content)
            _put(file, path, sha256)
    except OSError as error:
        path.unlink(missing_ok=True)
        if error.errno in _FULL:
            raise disk_full() from error
        raise


def drop(part: Part) -> None:
    """Forget the part and what has come of it."""
    part.path.unlink(missing_ok=True)
    part.description.unlink(missing_ok=True)


@contextmanager
def room_for(part: Part) -> Iterator[None]:
    """When the disk runs full inside, the whole part gives way: halves must not be what fills it."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        drop(part)
        raise disk_full() from error


def drop_stale_parts(now: float | None = None) -> int:
    """Drop parts to which nothing was added for seven days; returns how many files went."""
    before = (time.time() if now is None else now) - KEPT_FOR
    gone = 0
    for file in Path(settings.MEDIA_STORE, "parts").glob("*/*"):
        # A description is as old as the upload; while bytes still come, only those tell its age.
        bytes_of = file.with_suffix(".part")
        try:
            if (bytes_of if bytes_of.exists() else file).stat().st_mtime < before:
                file.unlink()
                gone += 1
        except FileNotFoundError:
            continue  # finished just now
    return gone


def _write(file: FileIO, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[file.write(rest) :]


def _put(file: FileIO, path: Path, sha256: str) -> None:
    """Move it to where photos are. The phone forgets its copy after our answer, so bytes and name must last whatever happens."""
    os.fsync(file.fileno())
    target = path_of(sha256)
    if not target.parent.is_dir():
        target.parent.mkdir(parents=True, exist_ok=True)
        _sync(target.parent.parent)
    path.replace(target)
    _sync(target.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _folder_with_room(owner: str, length: int) -> Path:
    folder = _folder(owner)
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < length + SPARE:
        raise disk_full()
    return folder


def disk_full() -> Problem:
    """There is no room for a photo."""
    return Problem("disk_full", _("服务器的磁盘空间不足，照片没有保存。"), _("照片仍在手机里；请联系系统管理员清理磁盘后再上传。"))


def _folder(owner: str) -> Path:
    return Path(settings.MEDIA_STORE, "parts", owner)
