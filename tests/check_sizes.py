"""Fails when a source file is longer than 500 lines, or the median grows beyond 80: short files are found and read."""

import subprocess
import sys
from pathlib import Path
from statistics import median

LONGEST, MEDIAN = 500, 80
SUFFIXES = {".py", ".ts", ".vue", ".html", ".scss"}
NOT_COUNTED = ("migrations/", "locale/", "schema.d.ts")


def main() -> int:
    """Print the figures; 1 when they are out of bounds."""
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    files = [
        Path(name)
        for name in names
        if Path(name).suffix in SUFFIXES and not any(part in name for part in NOT_COUNTED) and Path(name).exists()
    ]
    lengths = {file: len(file.read_text("utf-8").splitlines()) for file in files}
    too_long = {file: length for file, length in lengths.items() if length > LONGEST}
    middle = median(length for length in lengths.values() if length)
    print(f"files {len(lengths)}, median {middle:g} lines, longest {max(lengths.values())}")
    for file, length in too_long.items():
        print(f"{file}: {length} lines; split it, {LONGEST} are the most")
    if middle > MEDIAN:
        print(f"median {middle:g} lines; {MEDIAN} are the most")
    return 1 if too_long or middle > MEDIAN else 0


if __name__ == "__main__":
    sys.exit(main())
