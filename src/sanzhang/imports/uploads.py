"""Keep an uploaded file until it is committed, so that nobody uploads it twice."""

import hashlib
import json
import secrets
import zlib
from base64 import urlsafe_b64decode
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils import timezone

from sanzhang.accounts.models import Account
from sanzhang.imports.models import Upload
from sanzhang.imports.report import Report, read_report, write_report
from sanzhang.rules.problems import Problem, gettext_noop as _

LARGEST = 10 * 1024 * 1024
KEPT = timedelta(hours=24)


def check_size(size: int, name: str) -> None:
    """Raises ``Problem`` for a file that is empty or too large."""
    if size > LARGEST:
        raise Problem(
            "file_size",
            _("文件“{name}”超过 {limit} MB。"),
            _("删去多余的工作表和图片，或分成几个文件。"),
            name=name,
            limit=LARGEST // 2**20,
        )
    if not size:
        raise Problem("file_empty", _("文件“{name}”是空的。"), _("重新选择文件。"), name=name)


def keep(content: bytes, report: Report, *, name: str, account: Account, appointment: str) -> Upload:
    """Store a checked file with its report, and drop those whose day is over."""
    Upload.objects.filter(made_at__lt=timezone.now() - KEPT).delete()
    key = uuid4()
    return Upload.objects.create(
        id=key,
        account=account,
        county=report.county,
        table=report.table,
        appointment=appointment,
        name=Path(name).name[-120:],
        sha256=hashlib.sha256(content).hexdigest(),
        content=_seal(key, content),
        report=_sealed_report(key, report),
        made_at=timezone.now(),
    )


def kept(key: UUID, account: Account) -> Upload | None:
    """The account's own upload, while it is kept."""
    return Upload.objects.filter(id=key, account=account, made_at__gte=timezone.now() - KEPT).first()


def note(upload: Upload, report: Report) -> None:
    """Keep a later report in the place of the first."""
    upload.report = _sealed_report(upload.id, report)
    upload.save(update_fields=["report"])


def content_of(upload: Upload) -> bytes:
    """The file."""
    return _open(upload.id, upload.content)


def report_of(upload: Upload) -> Report:
    """What its check found."""
    data: dict[str, Any] = json.loads(_open(upload.id, upload.report))
    return read_report(data)


def _sealed_report(key: UUID, report: Report) -> bytes:
    return _seal(key, json.dumps(write_report(report), ensure_ascii=False).encode())


def _seal(key: UUID, content: bytes) -> bytes:
    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(urlsafe_b64decode(settings.DATA_KEY)).encrypt(nonce, zlib.compress(content, 1), key.bytes)


def _open(key: UUID, sealed: bytes | memoryview) -> bytes:
    data = bytes(sealed)
    return zlib.decompress(AESGCM(urlsafe_b64decode(settings.DATA_KEY)).decrypt(data[:12], data[12:], key.bytes))
