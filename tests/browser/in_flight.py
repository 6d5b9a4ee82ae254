"""Waits until the test's server has answered everything it was asked: a table that is still being read can't be emptied."""

import threading

from django.core.signals import request_finished, request_started

WAIT_SECONDS = 20


class InFlight:
    """How many requests are being answered between ``begin`` and ``settle``."""

    def __init__(self) -> None:
        self.count = 0
        self.changed = threading.Condition()

    def begin(self) -> None:
        """Count from now on."""
        request_started.connect(self._started)
        request_finished.connect(self._finished)

    def settle(self) -> None:
        """Return when no request is being answered, and count no more; TimeoutError after ``WAIT_SECONDS``."""
        with self.changed:
            if not self.changed.wait_for(lambda: self.count == 0, WAIT_SECONDS):
                raise TimeoutError(f"{self.count} requests were still being answered after {WAIT_SECONDS} s")
        request_started.disconnect(self._started)
        request_finished.disconnect(self._finished)

    def _started(self, **_: object) -> None:
        with self.changed:
            self.count += 1

    def _finished(self, **_: object) -> None:
        with self.changed:
            self.count -= 1
            self.changed.notify_all()
