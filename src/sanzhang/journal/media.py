"""Attachments by content: a file is stored under its SHA-256, and an entry names that, so it can't be swapped afterwards."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from sanzhang.rules.problems import Problem, gettext_noop as _

LARGEST = 20 * 1024 * 1024
# By the first bytes, never by the name: what a file says of itself proves nothing.
SIGNATURES = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"%PDF-": "application/pdf",
    b"PK\x03\x04": "application/zip",
}


def store(chunks: Iterable[bytes], name: str) -> dict[str, str | int]:
    """Keep a file; returns ``{sha256, name, type, size}``, as an entry names it.

    Raises ``Problem`` for a file that is too large, empty, or of no type that we take (JPEG, PNG, PDF, Office).
    """
    folder = Path(settings.MEDIA_STORE)
    folder.mkdir(parents=True, exist_ok=True)
    summed, size, head = hashlib.sha256(), 0, b""
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        try:
            for chunk in chunks:
                size += len(chunk)
                if size > LARGEST:
                    raise Problem("media_size", _("附件“{name}”超过 {limit} MB。"), _("压缩后再上传。"), name=name, limit=LARGEST // 2**20)
                head = head or chunk[:16]
                summed.update(chunk)
                file.write(chunk)
            kind = _type(head, name)
        except Problem:
            Path(file.name).unlink()
            raise
        file.flush()
        os.fsync(file.fileno())
    target = path_of(summed.hexdigest())
    target.parent.mkdir(exist_ok=True)
    Path(file.name).replace(target)
    return {"sha256": summed.hexdigest(), "name": Path(name).name[-120:], "type": kind, "size": size}


def path_of(sha256: str) -> Path:
    """Where the file with that content is kept."""
    return Path(settings.MEDIA_STORE, sha256[:2], sha256)


def _type(head: bytes, name: str) -> str:
    found = next((kind for signature, kind in SIGNATURES.items() if head.startswith(signature)), None)
    if found is None:
        raise Problem("media_type", _("附件“{name}”不是照片、PDF 或 Office 文件。"), _("换成 JPG、PNG、PDF、DOCX 或 XLSX。"), name=name)
    return found
