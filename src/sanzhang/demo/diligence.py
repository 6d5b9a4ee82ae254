"""How reliably each area and department does what it owes: most well, one town badly, one almost without fault."""

import random

from sanzhang.rules.areas import LENGTHS, Level
from sanzhang.rules.facts import Area
from sanzhang.rules.pack import Pack

COUNTY = 0.92
LAZY = 0.45
EXEMPLARY = 0.995
_ORDINARY = (0.86, 0.96)
_LATE = 0.4


class Diligence:
    """The chance that something is done in time, by area and sector."""

    def __init__(self, pack: Pack, areas: tuple[Area, ...], rng: random.Random) -> None:
        towns = [area.code for area in areas if area.level is Level.TOWN and area.kind != "zone"]
        self.lazy, self.exemplary = rng.sample(towns, 2) if len(towns) > 2 else ("", "")
        special = {self.lazy: LAZY, self.exemplary: EXEMPLARY}
        self._of: dict[str, float] = {}
        for area in areas:
            match area.level:
                case Level.COUNTY:
                    self._of[area.code] = COUNTY
                case Level.TOWN:
                    self._of[area.code] = special.get(area.code) or rng.uniform(*_ORDINARY)
                case Level.VILLAGE:
                    self._of[area.code] = min(self._of[area.code[: LENGTHS[Level.TOWN]]] + rng.uniform(-0.05, 0.04), EXEMPLARY)
        sectors = [sector.id for sector in pack.sectors]
        slow = rng.choice(sectors) if len(sectors) > 2 else ""
        self._sectors = {sector: LAZY if sector == slow else rng.uniform(*_ORDINARY) for sector in sectors}

    def of(self, area: str, sector: str = "") -> float:
        """The chance for ``area``; for a sector's work that of the sector."""
        return self._sectors.get(sector) or self._of[area[: LENGTHS[Level.VILLAGE]]]

    def draw(self, rng: random.Random, area: str, sector: str = "") -> str:
        """``met``, ``late`` or ``never``, by chance."""
        chance, drawn = self.of(area, sector), rng.random()
        if drawn < chance:
            return "met"
        return "late" if drawn < chance + (1 - chance) * _LATE else "never"
