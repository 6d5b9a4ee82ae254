"""Let Python's cycle collector rest while many values are made.

An evaluation makes tens of thousands of small values, none of which refers back to another; looking through all of them again and again for
rings took a third of its time. Nothing but the time depends on it.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """No search for rings inside; as it was before, afterwards."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
