"""Settings of a real server that serves the field app from its own home, so that a test can put another version there."""

from sanzhang.site.settings import *  # noqa: F403

WHITENOISE_ROOT = HOME / "builds"  # noqa: F405
