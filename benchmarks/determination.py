"""How many cases a second are determined under GB 35181-2017, with and without reading and writing JSON.

    python benchmarks/determination.py [--cases 200000] [--seed 1]

Cases are random but always the same for a seed: every kind of premises, up to eight elements, measured values about the thresholds.
"""

import argparse
import json
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from statistics import median
from typing import Any

from sanzhang.packs import editions
from sanzhang.rules.collecting import collector_at_rest
from sanzhang.rules.determination.compiled import Part, tables
from sanzhang.rules.determination.decide import Determination, decide_many
from sanzhang.rules.determination.output import as_data

BAR = 50_000
RUNS = 5


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    cases = random_cases(chosen.cases, chosen.seed)
    lines = [json.dumps(case) for case in cases]
    every = editions()
    found = [one for one in decide_many(cases, every) if isinstance(one, Determination)]
    print(
        f"{len(cases)} cases, {sum(len(case['elements']) for case in cases) / len(cases):.1f} elements each; {len(cases) - len(found)} refused"
    )
    print("verdicts:", dict(sorted(Counter(f"{one.basis} {one.major}" for one in found).items())))
    rate("decided", len(cases), lambda: consume(decide_many(cases, every)), BAR)
    rate("read from JSON and decided", len(cases), lambda: consume(decide_many(map(json.loads, lines), every)))
    some = lines[:20_000]
    rate(
        "read, decided, explained, written as JSON", len(some), lambda: [written(one) for one in decide_many(map(json.loads, some), every)]
    )
    command(some)


def random_cases(count: int, seed: int) -> list[dict[str, Any]]:
    """``count`` cases, the same ones for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - figures to measure with, no secret
    every = editions()
    ready = tables(every)
    parts = list(ready.ready["gb35181-2017"].parts.values())
    kinds = sorted(every.facts.of_kind)
    return [
        {
            "date": f"20{chance.randint(19, 24)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}",
            "premises_kind": chance.choice(kinds),
            "premises": {
                name: chance.random() < share
                for name, share in (("high_rise", 0.2), ("underground", 0.1), ("closed", 0.05))
                if chance.random() < 0.7
            },
            "elements": [random_element(chance, part) for part in chance.sample(parts, chance.randint(0, 8))],
        }
        for _ in range(count)
    ]


def random_element(chance: random.Random, part: Part) -> dict[str, Any]:
    """An element, measured where it can be."""
    no = part.element.no
    if not part.measured or chance.random() < 0.3:
        return {"no": no}
    measure = part.measured[0].measure
    most = measure.most if measure and measure.most else 200
    if measure and chance.random() < 0.3:
        return {"no": no, "measured": {measure.part: chance.randint(0, 40), measure.whole: 40}}
    return {"no": no, "measured": round(chance.uniform(2, most), 1)}


def written(found: Any) -> str:
    """The answer as it is printed."""
    return json.dumps(as_data(found, str, lambda text: text.zh), ensure_ascii=False)


def command(lines: list[str]) -> None:
    """Print cases a second through ``sanzhang determine --lines``, without what the command takes to start."""
    words = [sys.executable, "-c", "from sanzhang.cli.main import app; app()", "determine", "--lines"]
    taken = []
    for given in (lines[:1], lines):
        began = time.perf_counter()
        subprocess.run(words, input="\n".join(given), capture_output=True, text=True, check=True)
        taken.append(time.perf_counter() - began)
    start, whole = taken
    print(f"sanzhang determine --lines: {(len(lines) - 1) / (whole - start):,.0f} cases/s by the clock, after {start:.1f} s to start")


def consume(results: Any) -> None:
    """Go through all of them."""
    for _one in results:
        pass


def rate(what: str, count: int, work: Callable[[], object], bar: int = 0) -> None:
    """Print cases a second, the median of several runs: by the clock, and by the processor's time, which other programs beside it do not change much."""
    clock, processor = [], []
    for _ in range(RUNS):
        began, used = time.perf_counter(), time.process_time()
        with collector_at_rest():
            work()
        clock.append(time.perf_counter() - began)
        processor.append(time.process_time() - used)
    against = f" (bar {bar:,})" if bar else ""
    print(
        f"{what}: median {count / median(clock):,.0f} cases/s{against}, slowest {count / max(clock):,.0f}; "
        f"{count / median(processor):,.0f} a second of processor time"
    )


if __name__ == "__main__":
    main()
