"""How long the standing takes: the banner for a year, and how that grows with the number of counties.

    python benchmarks/standing.py [--counties 10 100 1000]

Each county is a simulated year of a banner of its own code with the real banner's shape. Facts are made outside the clock.
"""

import argparse
import resource
import time
from datetime import date
from statistics import median

from sanzhang.demo.divisions import shipped_divisions, synthetic_divisions
from sanzhang.demo.simulate import simulate
from sanzhang.packs import shipped
from sanzhang.rules.facts import Facts
from sanzhang.rules.standing import evaluate

UNTIL = date(2026, 11, 30)
RUNS = 7
KINDS_OF_COUNTY = 10


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counties", type=int, nargs="+", default=[10, 100, 1000])
    chosen = parser.parse_args()
    pack = shipped("otog-2022")
    facts = simulate(pack, shipped_divisions("150624"), months=12, seed=1, until=UNTIL).as_facts()
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        standings = evaluate(pack, facts, UNTIL)
        times.append(time.perf_counter() - began)
    print(f"banner: {len(facts.areas)} areas, {len(facts.records)} records, {len(standings)} obligations")
    print(f"banner, one year: median {median(times):.3f} s, worst {max(times):.3f} s of {RUNS} (bar 0.3 s)")
    villages = sum(len(area.code) == 12 for area in facts.areas)
    # Ten different counties are made; a run goes through them again and again, so that making facts does not fill the memory it measures.
    counties = [_county(number) for number in range(KINDS_OF_COUNTY)]
    for count in chosen.counties:
        began = time.perf_counter()
        owed = sum(len(evaluate(pack, counties[number % KINDS_OF_COUNTY], UNTIL)) for number in range(count))
        taken = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{count:>5} counties: {taken:8.2f} s, {taken / count:.3f} s each, {owed} obligations, peak memory {peak:.0f} MB")
    print(
        f"620,000 villages at {villages} a county, on 2 cores: {620_000 / villages * taken / count / 2 / 60:.1f} min (reckoned from the last row)"
    )


def _county(number: int) -> Facts:
    divisions = synthetic_divisions(f"99{number:04d}", towns=7, villages=98)
    return simulate(shipped("otog-2022"), divisions, months=12, seed=number, until=UNTIL).as_facts()


if __name__ == "__main__":
    main()
