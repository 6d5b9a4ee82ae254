"""The benchmarks still run after what they measure has changed; their figures are not looked at here."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.sqlite_only


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("lists.py --rows 60 --times 2 --only sqlite", "W9 /hazards/?export=xlsx"),
        ("phone.py --rows 60 --seconds 1 --phones 2 --only sqlite", "sanzhang verify: clean"),
        ("determination.py --cases 200", "cases/s"),
        ("imports.py 40", "appointments"),
        ("journal.py --seconds 0.5", "batches of 500"),
        ("standing.py --counties 1", "peak memory"),
    ],
)
def test_a_small_run_ends_well(words: str, said: str) -> None:
    name, *options = words.split()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SANZHANG_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / name), *options],
        env=kept,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert said in done.stdout
