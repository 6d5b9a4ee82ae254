"""Where somebody with a telephone stood, and what a step says of a photo that he took there; ``pictures`` draws it."""

import random
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sanzhang.demo.places import Spot
from sanzhang.demo.steps import Payload
from sanzhang.rules.checklists import HOUSEHOLD

_LOST, _GALLERY = 0.06, 0.05
_REASONS = ("unavailable", "unavailable", "unavailable", "timeout", "denied")
_STEPS = 0.0004  # degrees: some forty metres


@dataclass(frozen=True, slots=True)
class Where:
    """A position, or why there is none."""

    position: dict[str, Any] | None
    no_position: str = ""

    @property
    def said(self) -> Payload:
        """As payloads have it."""
        return {"position": self.position, "no_position": self.no_position}


class Camera:
    """A telephone."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def stand(self, spot: Spot) -> Where:
        """Near the place; sometimes without signal. At somebody's home it isn't asked for."""
        if spot.type == HOUSEHOLD:
            return Where(None, "private")
        if self._rng.random() < _LOST:
            return Where(None, self._rng.choice(_REASONS))
        if spot.position is None:
            return Where(None, "unavailable")
        lat, lon = (round(spot.position[name] + self._rng.uniform(-_STEPS, _STEPS), 6) for name in ("lat", "lon"))
        return Where({"lat": lat, "lon": lon, "accuracy": self._rng.randint(4, 60)})

    def seed(self) -> int:
        """A place that looks like no other."""
        return self._rng.getrandbits(32)

    def shot(self, role: str, moment: datetime, where: Where, scene: str, seed: int, *, fixed: bool = False) -> Payload:
        """A photo. Of one ``seed`` before and after show the same place."""
        said = {
            "draw": {"scene": scene, "seed": seed, "fixed": fixed, "words": f"{moment:%Y-%m-%d %H:%M}"},
            "name": f"DEMO_{moment:%Y%m%d_%H%M%S}.jpg",
            "role": role,
            "source": "camera",
            "taken_at": moment.isoformat(),
        }
        if self._rng.random() < _GALLERY:
            return said | {"source": "gallery", "position": None, "no_position": "gallery"}
        return said | where.said

    def signature(self, moment: datetime, seed: int) -> Payload:
        """What somebody drew with a finger."""
        drawn = {"draw": {"scene": "signature", "seed": seed}, "name": "signature.png", "role": "signature", "source": "drawn"}
        return drawn | {"taken_at": moment.isoformat(), "position": None, "no_position": ""}
