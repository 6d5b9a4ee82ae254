"""Ids and moments that follow from the seed alone."""

import random
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sanzhang.rules.days import CHINA


class Ids:
    """Makes ids of the shape of UUIDv7, whose time is the simulated one."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def at(self, moment: datetime) -> UUID:
        """A fresh id made at ``moment``."""
        milliseconds = int(moment.timestamp() * 1000) & (1 << 48) - 1
        value = milliseconds << 80 | 0x7 << 76 | self._rng.getrandbits(12) << 64 | 0b10 << 62 | self._rng.getrandbits(62)
        return UUID(int=value)


def clock(day: date, seconds: float) -> datetime:
    """The moment ``seconds`` after midnight of ``day`` in China."""
    return datetime.combine(day, time(), CHINA) + timedelta(seconds=int(seconds))


def stream(seed: int, county: str, purpose: str) -> random.Random:
    """A source of chance of its own for each purpose, so that a change in one part leaves the others as they were."""
    return random.Random(f"{seed}/{county}/{purpose}")  # noqa: S311 - invented data, not secrets
