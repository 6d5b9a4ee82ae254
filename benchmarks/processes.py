"""What processes cost, read from ``/proc``: so that a figure taken on a busy machine still says what the work itself takes."""

import os
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
STATE, PARENT, USER, SYSTEM = 0, 1, 11, 12  # fields of /proc/PID/stat, counted from behind the name


@dataclass(frozen=True, slots=True)
class Spent:
    """CPU seconds so far: of the server with its workers, of the database's processes for it, of us with the phones, of the whole machine."""

    server: float
    database: float
    phones: float
    machine: float

    def __sub__(self, before: "Spent") -> "Spent":
        return Spent(*(getattr(self, name) - getattr(before, name) for name in self.__slots__))

    def told(self, times: int, seconds: float) -> str:
        """For each of ``times``, in ms; and which part of the machine others used meanwhile."""
        server, database, phones = (1000 * part / times for part in (self.server, self.database, self.phones))
        others = max(0.0, self.machine - self.server - self.database - self.phones) / seconds / (os.cpu_count() or 1)
        return f"CPU each: server {server:.1f} ms, database {database:.1f} ms, phone {phones:.1f} ms; others {others:.0%} of the machine"


def free_port() -> int:
    """A port of loopback on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def spent(server: int, database: str) -> Spent:
    """What was spent so far. ``database``: PostgreSQL's name of it; its processes are known by that."""
    found = {int(folder.name): folder for folder in Path("/proc").iterdir() if folder.name.isdigit()}
    stats = {number: stat for number, folder in found.items() if (stat := _stat(folder))}
    backends = [number for number in stats if f" {database} " in _command(found[number])]
    whole = [int(part) for part in Path("/proc/stat").read_text().split("\n")[0].split()[1:]]
    return Spent(
        _seconds(stats, _family(stats, server)),
        _seconds(stats, backends),
        _seconds(stats, _family(stats, os.getpid()) - _family(stats, server)),
        (sum(whole[:8]) - whole[3] - whole[4]) / TICK,
    )


def memory(server: int) -> float:
    """Resident memory of the process and its children, MB."""
    stats = {int(folder.name): stat for folder in Path("/proc").iterdir() if folder.name.isdigit() and (stat := _stat(folder))}
    pages = sum(int(Path(f"/proc/{number}/statm").read_text().split()[1]) for number in _family(stats, server))
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _family(stats: dict[int, list[str]], root: int) -> set[int]:
    """The process with all below it."""
    family, fresh = {root}, {root}
    while fresh:
        fresh = {number for number, stat in stats.items() if int(stat[PARENT]) in fresh} - family
        family |= fresh
    return family


def _seconds(stats: dict[int, list[str]], numbers: Iterable[int]) -> float:
    return sum(int(stats[number][USER]) + int(stats[number][SYSTEM]) for number in numbers if number in stats) / TICK


def _stat(folder: Path) -> list[str]:
    try:
        return (folder / "stat").read_text().rsplit(")", 1)[1].split()
    except OSError:  # gone meanwhile
        return []


def _command(folder: Path) -> str:
    try:
        return (folder / "cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""
