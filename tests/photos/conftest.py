"""A media store of its own for each test, and shortcuts to put photos into it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.photos.pictures import sha256

from sanzhang.photos import receiving


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Path:
    """Where this test's files are."""
    settings.MEDIA_STORE = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def keep(db: None) -> Callable[[bytes], str]:
    """``keep(content)``: upload it; returns its SHA-256."""

    def put(content: bytes) -> str:
        upload = receiving.begin("keeper", sha256(content), len(content))
        done = receiving.take("keeper", upload.id, 0, [content])
        assert done.expires_at is None
        return sha256(content)

    return put
