"""Division lists: which county, towns and villages the simulation plays in."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sanzhang.rules.areas import Level, is_code, level_of
from sanzhang.rules.problems import Problem, gettext_noop as _

DATA = Path(__file__).resolve().parent / "data"
_LEVELS = (Level.COUNTY, Level.TOWN, Level.VILLAGE)


@dataclass(frozen=True, slots=True, order=True)
class Division:
    """One row of a division list: a county, town or village."""

    code: str
    name: str

    @property
    def level(self) -> Level:
        """Level, as the code tells it."""
        return level_of(self.code)


Divisions = tuple[Division, ...]


def read_divisions(path: Path, county: str) -> Divisions:
    """The rows of ``county`` in a list with the columns code, name, level, parent_code: county first, then by code.

    Raises ``Problem`` when the list doesn't hold the county.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [Division(row["code"].strip(), row["name"].strip()) for row in csv.DictReader(file) if row["code"].startswith(county)]
    found = tuple(sorted(row for row in rows if is_code(row.code) and row.level in _LEVELS))
    if not found or found[0].code != county:
        raise Problem("divisions", _("区划表 {file} 里没有 {county}。"), _("换一份含该旗县的区划表。"), file=path.name, county=county)
    return found


def shipped_divisions(county: str) -> Divisions:
    """The rows of ``county`` in the lists that ship with the program. Raises ``Problem`` when none holds it."""
    for path in sorted(DATA.glob("*-divisions.csv")):
        try:
            return read_divisions(path, county)
        except Problem:
            continue
    raise Problem(
        "divisions", _("没有随附 {county} 的区划表。"), _("用 --divisions 给出一份（列：code,name,level,parent_code）。"), county=county
    )


def synthetic_divisions(county: str, towns: int, villages: int) -> Divisions:
    """An invented county with ``villages`` shared out evenly over ``towns``, under any six-digit code; for measuring."""
    return tuple(_synthetic(county, towns, villages))


def _synthetic(county: str, towns: int, villages: int) -> Iterator[Division]:
    yield Division(county, f"演示旗{county}")
    for number in range(towns):
        town = f"{county}{100 + number:03d}"
        yield Division(town, f"第{number + 1}{'镇' if number % 2 == 0 else '苏木'}")
        for village in range(villages // towns + (number < villages % towns)):
            ending = "社区" if village % 3 == 0 else "嘎查"
            yield Division(f"{town}{village + 1:03d}", f"第{number + 1}之{village + 1}{ending}")
