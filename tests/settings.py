"""Settings of the tests: the program's own, with secrets and a home that belong to this run alone, whatever the shell says.

pytest-django reads the settings before any conftest, so this is the earliest place.
"""

import atexit
import os
import shutil
import tempfile
from base64 import urlsafe_b64encode
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="sanzhang-tests-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ["SANZHANG_HOME"] = str(HOME)
os.environ["SANZHANG_LANG"] = "zh"
for name in ("SANZHANG_SECRET_KEY", "SANZHANG_DATA_KEY", "SANZHANG_SIGNING_KEY"):
    os.environ[name] = urlsafe_b64encode(name[-16:].encode() * 2).decode()

from sanzhang.site.settings import *  # noqa: E402, F403

# The tests serve the files as built; only a real server needs them collected and fingerprinted.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
# A hash that is quick to make; that the program's own is slow is the point of it, and is tested by itself.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]  # noqa: F405
CALLER_KEPT_SECONDS = 0.0  # a test that reports a phone lost wants to see it refused at once
(HOME / "static").mkdir(exist_ok=True)
