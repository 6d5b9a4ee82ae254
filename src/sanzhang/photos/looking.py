"""Looking at photos behind the answer. A phone waits for its photo to be kept, not for what it looks like: that only raises questions, later.

Which photos wait is a list on disk, a line each, cut off when all of it was seen. What a crash takes from it is looked at when somebody opens it.
"""

import fcntl
import logging
import os
from itertools import islice
from pathlib import Path

from django.conf import settings

from sanzhang.photos.contents import file_of, remember_each
from sanzhang.photos.pictures import Look, look
from sanzhang.rules.problems import Problem

AT_ONCE = 50


def put_off(sha256: str) -> None:
    """Let a stored photo be looked at behind the answer."""
    with _list().open("ab", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        file.write(f"{sha256}\n".encode())


def look_at_waiting() -> int:
    """Look at every photo that was put off, also at those put off meanwhile; returns how many there were."""
    seen = 0
    try:
        file = _list().open("r+b")
    except FileNotFoundError:
        return 0
    with file:
        while True:
            while lines := [line.decode("ascii", "replace").strip() for line in islice(file, AT_ONCE)]:
                remember_each({sha256: known for sha256 in lines if (known := _looked_at(sha256))})
                seen += len(lines)
            fcntl.flock(file, fcntl.LOCK_EX)
            if file.tell() == os.fstat(file.fileno()).st_size:
                file.truncate(0)
                return seen
            fcntl.flock(file, fcntl.LOCK_UN)


def _looked_at(sha256: str) -> Look | None:
    try:
        return look(file_of(sha256))
    except Problem as problem:  # all its parts are there, and yet it can't be unpacked: whoever opens it is told
        logging.getLogger(__name__).warning("%s: %s", sha256, problem)
        return None


def _list() -> Path:
    return Path(settings.MEDIA_STORE, "unseen")
