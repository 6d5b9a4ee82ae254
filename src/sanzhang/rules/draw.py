"""Random draw (双随机抽查): which places are inspected, and by whom, out of a seed and two pools. Anybody can do it again by hand.

1. A place's number is SHA-256 of ``seed|place`` (UTF-8), written as 64 small hexadecimal digits. The places with the smallest numbers are drawn,
   in that order.
2. Inspectors are dealt out in rounds. In round 1, 2, … each inspector's number is SHA-256 of ``seed|round|inspector``; in their order they are dealt
   to the drawn places, so many to each. When a round is used up the next one goes on, at the same place too; whoever is at that place already lets
   the next one go first, and is dealt to the place after it.

So everybody is dealt once a round, and nobody has more than one place more than another. The order in which a pool is given means nothing.
"""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sanzhang.rules.problems import Problem, Problems, gettext_noop as _

TOGETHER = 2  # nobody inspects alone what was drawn
MOST_PLACES = 5000
MOST_IN_POOL = 20_000


@dataclass(frozen=True, slots=True)
class Drawn:
    """One place that was drawn, and who inspects it."""

    place: str
    inspectors: tuple[str, ...]


def draw(seed: str, places: Collection[str], inspectors: Collection[str], count: int, per_place: int = TOGETHER) -> tuple[Drawn, ...]:
    """``count`` of ``places`` in the order in which they are drawn, each with ``per_place`` of ``inspectors``. Raises ``Problems``."""
    problems = draw_problems(seed, places, inspectors, count, per_place)
    if problems:
        raise Problems(problems)
    dealt = _dealt(seed, set(inspectors), per_place)
    return tuple(Drawn(place, next(dealt)) for place in in_order(seed, places)[:count])


def in_order(seed: str, names: Collection[str]) -> list[str]:
    """``names`` in the order of their numbers, each once."""
    return sorted(set(names), key=lambda name: (number(seed, name), name))


def number(seed: str, name: str) -> str:
    """The number by which ``name`` is drawn."""
    return hashlib.sha256(f"{seed}|{name}".encode()).hexdigest()


def pool_hash(places: Collection[str], inspectors: Collection[str]) -> str:
    """SHA-256 over both pools: the places one a line, an empty line, the inspectors one a line, each in the order of their codes."""
    text = "\n".join([*sorted(set(places)), "", *sorted(set(inspectors))])
    return hashlib.sha256(text.encode()).hexdigest()


def draw_problems(seed: str, places: Collection[str], inspectors: Collection[str], count: int, per_place: int = TOGETHER) -> list[Problem]:
    """Everything that stands in the way of a draw."""
    problems = count_problems(count, per_place)
    pool, people = len(set(places)), len(set(inspectors))
    if not seed.strip():
        problems.append(Problem("draw_seed", _("没有种子。"), _("填写当众公布的数字，如当天的彩票开奖号码，或由系统生成。")))
    if not pool:
        problems.append(Problem("draw_pool_empty", _("抽查池是空的，没有可抽的场所。"), _("放宽区域、类型，或缩短“近期已查”的天数。")))
    elif count > pool:
        problems.append(
            Problem("draw_count", _("要抽 {count} 处，池里只有 {pool} 处。"), _("减少抽取数，或放宽条件。"), count=count, pool=pool)
        )
    if pool > MOST_IN_POOL:
        problems.append(
            Problem("draw_pool_size", _("池里有 {pool} 处，最多 {most} 处。"), _("缩小区域或类型。"), pool=pool, most=MOST_IN_POOL)
        )
    if people < max(per_place, TOGETHER):
        problems.append(
            Problem(
                "draw_inspectors", _("可抽的检查人只有 {people} 名，每处要 {per_place} 名。"), _("增加检查人，或减少每处人数（至少 2 名）。"),
                people=people, per_place=max(per_place, TOGETHER),
            )
        )  # fmt: skip
    return problems


def count_problems(count: int, per_place: int) -> list[Problem]:
    """What is wrong with how many are to be drawn, whatever the pool."""
    problems = []
    if not 1 <= count <= MOST_PLACES:
        problems.append(
            Problem("draw_count", _("抽取数 {count} 不在 1 到 {most} 之间。"), _("改正抽取数。"), count=count, most=MOST_PLACES)
        )
    if per_place < TOGETHER:
        problems.append(
            Problem("draw_alone", _("每处只安排 {per_place} 名检查人；检查至少两人同去。"), _("改为 2 名以上。"), per_place=per_place)
        )
    return problems


def _dealt(seed: str, inspectors: set[str], per_place: int) -> Iterator[tuple[str, ...]]:
    """Inspectors for one place after another, without end."""
    turn, waiting = 0, list[str]()
    while True:
        here: list[str] = []
        while len(here) < per_place:
            if not waiting:
                turn += 1
                waiting = in_order(f"{seed}|{turn}", inspectors)
            person = next(name for name in waiting if name not in here)
            waiting.remove(person)
            here.append(person)
        yield tuple(here)
