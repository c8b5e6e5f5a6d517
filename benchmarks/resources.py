"""Beside speed: memory, import time, growth with the size of the graph, garbage. Each in a fresh process."""

import json
import statistics
import subprocess
import sys
from pathlib import Path

from benchmarks.goals import IMPORT_GOAL
from benchmarks.peers import OURS

ROOT = Path(__file__).parents[1]
N_IMPORTS = 15
SIZES = (10_000, 100_000, 1_000_000)


class Failed(Exception):
    """A process that was to measure something ended with an error."""


def measure_all(quick: bool = False) -> list[dict]:
    """The rows of the report's section; with `quick`, fewer imports and no chain of a million."""
    rows = [row for workload in ("W5", "W6") for row in memory(workload)]
    rows.append(import_time(3 if quick else N_IMPORTS))
    rows.append(growth(SIZES[:2] if quick else SIZES))
    rows += [row for workload in ("W1", "W3bn", "W7") for row in garbage(workload)]
    return rows


def memory(workload: str) -> list[dict]:
    """Peak memory of our gears beside PyTorch's."""
    what, rows = f"{workload}: peak memory of the training steps, {{}} / PyTorch eager", []
    try:
        theirs = alone("memory", workload, "torch_eager")
    except Failed as error:
        return [_row(what.format("ours"), f"not measured ({error})", "≤ 1", None)]
    for peer in OURS:
        gear = peer.removeprefix("dlcourse_")
        try:
            ours = alone("memory", workload, peer)
        except Failed as error:
            rows.append(_row(what.format(gear), f"not measured ({error})", "≤ 1", None))
            continue
        measured = f"{ours / theirs:.3f} ({ours / 2**20:.0f} MiB / {theirs / 2**20:.0f} MiB)"
        rows.append(_row(what.format(gear), measured, "≤ 1", ours <= theirs))
    return rows


def import_time(n: int) -> dict:
    """`import dlcourse` / `import numpy`: medians over n fresh processes each, in turn."""
    alone("imported", "dlcourse")  # the first writes bytecode
    times = [(alone("imported", "dlcourse"), alone("imported", "numpy")) for _ in range(n)]
    ours, theirs = (statistics.median(column) for column in zip(*times, strict=True))
    measured = f"{ours / theirs:.3f} ({1e3 * ours:.0f} ms / {1e3 * theirs:.0f} ms)"
    return _row("import dlcourse / import numpy", measured, f"< {IMPORT_GOAL}", ours / theirs < IMPORT_GOAL)


def growth(sizes) -> dict:
    """Time per operation of chains of these sizes. Linear: it does not double from the first to the last."""
    costs = [alone("growth", str(n)) for n in sizes]
    measured = ", ".join(f"{1e9 * cost:.0f} ns ({n:,})" for n, cost in zip(sizes, costs, strict=True))
    return _row("time per scalar operation, in chains of", measured, "linear", costs[-1] < 2 * costs[0])


def garbage(workload: str) -> list[dict]:
    """Objects left for the collector after 100 steps."""
    rows = []
    for peer in OURS:
        try:
            n = alone("garbage", workload, peer)
        except Failed:
            continue  # this gear does not do the workload
        what = f"{workload}: objects for the collector after 100 steps, {peer.removeprefix('dlcourse_')}"
        rows.append(_row(what, str(n), "0", n == 0))
    return rows


def alone(*command: str):
    """What `python -m benchmarks.alone <command>` prints. Raises Failed with the last line of its error."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.alone", *command], cwd=ROOT, capture_output=True, text=True
    )
    if done.returncode:
        raise Failed((done.stderr.strip().splitlines() or ["no message"])[-1])
    return json.loads(done.stdout)


def _row(what, measured, goal, met):
    return {"what": what, "measured": measured, "goal": goal, "met": met}
