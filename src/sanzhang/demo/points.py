"""Where invented places lie: inside a box around the banner, the villages of a town near each other, a village's places nearer still."""

import random
from typing import Any

WEST, EAST, SOUTH, NORTH = 106.7, 108.9, 38.3, 40.2
_TOWN, _VILLAGE = 0.22, 0.03
_UNPLACED, _ROUGH = 0.08, 0.03


class Points:
    """Draws points; the same village has always the same middle."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._middles: dict[str, tuple[float, float]] = {}

    def near(self, village: str) -> dict[str, Any] | None:
        """A point of that village as a telephone would have found it; sometimes roughly, sometimes not at all."""
        middle, drawn = self._middle(village), self._rng.random()
        if drawn < _UNPLACED:
            return None
        lon, lat = self._around(middle, _VILLAGE)
        accuracy = self._rng.randint(1100, 2600) if drawn < _UNPLACED + _ROUGH else self._rng.randint(4, 45)
        return {"lat": lat, "lon": lon, "accuracy": accuracy}

    def _middle(self, village: str) -> tuple[float, float]:
        for code in (village[:9], village):
            if code not in self._middles:
                whole = (self._rng.uniform(WEST + 0.3, EAST - 0.3), self._rng.uniform(SOUTH + 0.3, NORTH - 0.3))
                self._middles[code] = whole if len(code) == 9 else self._around(self._middles[code[:9]], _TOWN)
        return self._middles[village]

    def _around(self, middle: tuple[float, float], reach: float) -> tuple[float, float]:
        lon, lat = (value + self._rng.uniform(-reach, reach) for value in middle)
        return round(min(max(lon, WEST), EAST), 6), round(min(max(lat, SOUTH), NORTH), 6)
