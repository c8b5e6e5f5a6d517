"""What is measured in a process of its own: `python -m benchmarks.alone memory W5 torch_eager` prints one
number as JSON."""

import gc
import json
import sys
import time
from pathlib import Path

STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")
N_STEPS = 10
N_FIRST = 4  # steps until a replay has recorded, checked and translated all it needs


def memory(workload: str, peer: str) -> float:
    """Bytes by which N_STEPS training steps, model and optimizer included, exceed what was held before.

    Raises OSError where the system is not Linux.
    """
    from benchmarks.workloads import WORKLOADS, Training

    _task(peer, Training("small", (64, 64, 10), 16)).run()  # what a library allocates once, at first use
    gc.collect()
    before = _status("VmRSS")
    task = _task(peer, WORKLOADS[workload])
    gc.collect()
    CLEAR.write_text("5")  # the high-water mark begins again, after the making of the start
    for _ in range(N_STEPS):
        task.run()
    if task.sync:
        task.sync()
    return _status("VmHWM") - before


def imported(module: str) -> float:
    """Seconds that `import <module>` takes in a fresh process."""
    start = time.perf_counter()
    __import__(module)
    return time.perf_counter() - start


def growth(n_ops: str) -> float:
    """Seconds per operation of a recorded chain of that many scalars, forward and backward."""
    from benchmarks.workloads import Chain

    run = _task("dlcourse_recorded", Chain("", int(n_ops))).run
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
    return best / int(n_ops)


def garbage(workload: str, peer: str) -> int:
    """Objects that 100 steps leave for the collector, after those with which a replay begins: LLVM's library
    leaves some types of its own when it translates."""
    from benchmarks.workloads import WORKLOADS

    task = _task(peer, WORKLOADS[workload])
    for _ in range(N_FIRST):
        task.run()
    gc.collect()
    gc.disable()
    for _ in range(100):
        task.run()
    return gc.collect()


def _task(peer, workload):
    """The peer's task. Raises ImportError with the reason when it is not installed."""
    from benchmarks import peers

    modules, skipped = peers.load([peer])
    if skipped:
        raise ImportError(skipped[peer])
    return peers.task(modules[peer], workload)


def _status(field):
    for line in STATUS.read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) * 1024
    raise OSError(f"alone: expected {field} in {STATUS}, got no such line; it is measured on Linux")


if __name__ == "__main__":
    commands = {"memory": memory, "imported": imported, "growth": growth, "garbage": garbage}
    sys.stdout.write(json.dumps(commands[sys.argv[1]](*sys.argv[2:])) + "\n")
