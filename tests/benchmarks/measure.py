"""Lines of a bench, and the CPU time of processes."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def line(name: str, value: float, unit: str, target: str, holds: bool) -> None:
    """`bench: NAME = VALUE UNIT, target ≤ VALUE, holds` or `… misses`."""
    verdict = "holds" if holds else "misses"
    print(f"bench: {name} = {value:.3g} {unit}, target {target}, {verdict}", flush=True)


def told(name: str, value: float, unit: str, said: str) -> None:
    """A figure that has no target, and what it stands beside."""
    print(f"bench: {name} = {value:.3g} {unit}, {said}", flush=True)


def quantile(ordered: list[float], q: float) -> float:
    """The q-quantile of values already in order."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * q))]


def children(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += children(int(child))
    return found


def cpu(pids: list[int]) -> float:
    """Seconds of CPU that processes, and those below them, have used."""
    total = 0.0
    for pid in {p for top in pids for p in children(top)}:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except FileNotFoundError:
            continue
        total += (int(fields[11]) + int(fields[12])) / TICKS
    return total


def rss(pid: int) -> int:
    """Bytes of memory a process holds now."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
