"""Taking photos in: bytes in pieces, as a poor connection lets them through, until the content is whole and is what was announced.

An upload's name is ``<token>.<sha256>``; the token says when it was announced. While it is under way there is a part of that content; once it is
finished nothing is left but the content itself, which answers for every upload that announced it.
"""

import hashlib
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import chain

from django.conf import settings
from uuid_utils import UUID, uuid7

from sanzhang.journal.media import path_of
from sanzhang.photos import looking, parts
from sanzhang.photos.contents import remember, stored
from sanzhang.photos.parts import Part
from sanzhang.photos.pictures import LARGEST, Look, is_plainly_whole, look
from sanzhang.rules.problems import Problem, gettext_noop as _

SECONDS_BETWEEN_CLEARINGS = 3600.0
_next_clearing = 0.0
# What comes within half a second costs the phone no longer to send again: it may wait in memory for the rest.
AT_ONCE_SECONDS, AT_ONCE_BYTES = 0.5, 2**20


@dataclass(frozen=True, slots=True)
class Upload:
    """How far an upload is. ``expires_at`` is None once it is finished."""

    id: str
    length: int
    offset: int
    metadata: str = ""
    expires_at: float | None = None


def begin(owner: str, sha256: str, length: int, metadata: str = "", pieces: Iterable[bytes] = ()) -> Upload:
    """Announce a photo, and take in what is sent with it, from its first byte on.

    If its content is here already the upload is finished at once; if it was announced before, it goes on where it was; if it comes whole and
    quickly, no part of it is ever made. Raises ``Problem`` for one that is too large or empty, for too many at once, when the disk is too full,
    and as ``take`` does.
    """
    _clear_now_and_then()
    if length > LARGEST:
        raise Problem("photo_size", _("照片超过 {limit} MB。"), _("缩小照片后再上传。"), limit=LARGEST // 2**20)
    if length < 1:
        raise Problem("photo_content", _("文件是空的。"), _("重新选择或重新拍摄照片。"))
    name = f"{uuid7().hex}.{sha256}"
    if stored(sha256):
        return _finished(name)
    coming = iter(pieces)
    if pieces and parts.find(owner, sha256) is None:
        first = _at_once(coming)
        if len(first) == length:
            _store(sha256, first, owner)
            return Upload(name, length, length)
        coming = chain([first], coming)
    now = _finish_if_whole(name, parts.announce(owner, sha256, length, metadata))
    return take(owner, name, now.offset, _after(now.offset, coming)) if pieces and now.expires_at else now


def progress(owner: str, name: str) -> Upload:
    """How far an upload is. Raises ``Problem`` when there is none of that name, or what came was not what was announced."""
    part = parts.find(owner, _sha256(name))
    # The server may have died between the last byte and the storing of the whole: whoever asks brings it to its end.
    return _finish_if_whole(name, part) if part else _finished(name)


def take(owner: str, name: str, offset: int, pieces: Iterable[bytes]) -> Upload:
    """Add bytes from ``offset`` on, keeping each piece as it comes; when the last one has come the photo is checked and stored.

    Raises ``parts.Elsewhere`` when the upload isn't at ``offset``, ``Problem`` when bytes or picture can't be what was announced.
    """
    part = parts.find(owner, _sha256(name))
    now = _finish_if_whole(name, part) if part else _finished(name)
    if now.offset != offset:
        raise parts.Elsewhere(now.offset)
    if part is None or now.expires_at is None:
        return now
    try:
        for piece in pieces:
            if offset + len(piece) > part.length:
                raise Problem("photo_longer", _("收到的内容比声明的长。"), _("重新上传这张照片。"))
            offset = parts.add(part, offset, piece)
    except FileNotFoundError:  # another connection finished or dropped it while this one was sending
        return _finished(name)
    return _finish_if_whole(name, part)


def cancel(owner: str, name: str) -> None:
    """Drop an upload. A finished one stays: its content belongs to the entries that name it."""
    part = parts.find(owner, _sha256(name))
    if part:
        parts.drop(part)
    else:
        _finished(name)


def _sha256(name: str) -> str:
    return name.partition(".")[2]


def _finished(name: str) -> Upload:
    """An upload of which there is no part: finished, cleared away, or never heard of."""
    if stored(_sha256(name)):
        size = path_of(_sha256(name)).stat().st_size
        return Upload(name, size, size)
    announced = UUID(name.partition(".")[0]).timestamp / 1000
    if announced < time.time() - parts.KEPT_FOR:
        raise Problem("upload_dropped", _("这次上传七天没有传完，已经清除。"), _("重新上传这张照片。"))
    raise Problem("upload_unknown", _("没有这次上传。"), _("重新上传这张照片。"))


def _finish_if_whole(name: str, part: Part) -> Upload:
    """Where the upload is now; one that is whole is checked and stored first, or dropped when it isn't what was announced."""
    try:
        if parts.offset_of(part) < part.length:
            return Upload(name, part.length, parts.offset_of(part), part.metadata, parts.expires_at(part))
        _finish(part)
    except FileNotFoundError:
        pass  # another connection was faster: what it left behind is the answer
    return _finished(name)


def _finish(part: Part) -> None:
    with parts.held(part) as file:
        try:
            seen = _judge(part.sha256, file.read())
        except Problem:
            parts.drop(part)
            raise
        parts.keep(part, file)
    _note(part.sha256, seen)


def _store(sha256: str, content: bytes, owner: str) -> None:
    seen = _judge(sha256, content)
    parts.keep_whole(owner, sha256, content)
    _note(sha256, seen)


def _judge(sha256: str, content: bytes) -> Look | None:
    """What it looks like; None where that is left for later, since nothing can be wrong with it."""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Problem("photo_hash", _("收到的照片与声明的 SHA-256 不符。"), _("重新上传这张照片。"))
    if settings.LOOK_BEHIND and is_plainly_whole(content):
        return None
    return look(BytesIO(content))


def _note(sha256: str, seen: Look | None) -> None:
    if seen:
        remember(sha256, seen)
    else:
        looking.put_off(sha256)


def _at_once(coming: Iterator[bytes]) -> bytes:
    """What comes at once."""
    come, until = bytearray(), time.monotonic() + AT_ONCE_SECONDS
    for piece in coming:
        come += piece
        if len(come) > AT_ONCE_BYTES or time.monotonic() > until:
            break
    return bytes(come)


def _after(skipped: int, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """What of ``pieces`` comes after the first ``skipped`` bytes."""
    for piece in pieces:
        if len(piece) > skipped:
            yield piece[skipped:]
        skipped = max(0, skipped - len(piece))


def _clear_now_and_then() -> None:
    """Clear away what nobody finished: with the first upload after a start, then hourly. No other process has to think of it."""
    global _next_clearing
    if time.monotonic() >= _next_clearing:
        _next_clearing = time.monotonic() + SECONDS_BETWEEN_CLEARINGS
        parts.drop_stale_parts()
