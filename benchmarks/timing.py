"""Times that may be compared: every peer in turn, round after round, so that a noisy moment hits all of
them."""

import gc
import math
import time

ROUND = 0.02  # seconds; what is quicker is done often enough to last so long
MIN_ROUNDS = 5
LONG = 1.0  # seconds; what takes as long need not be tried out more often


def interleave(tasks: dict, seconds: float, min_rounds: int = MIN_ROUNDS, shortest: float = ROUND):
    """Seconds per run of each task, one list entry per round, for about `seconds` in all; and how many cores
    each kept busy.

    The garbage collector runs, as it does for users; but what was there before is frozen, or each library
    would pay for going through the objects of all others.
    """
    times, used = {name: [] for name in tasks}, dict.fromkeys(tasks, (0.0, 0.0))
    was_frozen = gc.get_freeze_count() > 0
    gc.collect()
    gc.freeze()
    try:
        repeats = {name: _repeats(task, shortest) for name, task in tasks.items()}
        stop = time.perf_counter() + seconds
        while _n_rounds(times) < min_rounds or time.perf_counter() < stop:
            for name, task in tasks.items():
                wall, cpu = _time(task, repeats[name])
                times[name].append(wall / repeats[name])
                used[name] = (used[name][0] + wall, used[name][1] + cpu)
    finally:
        if not was_frozen:
            gc.unfreeze()
    return times, {name: cpu / wall if wall else 0.0 for name, (wall, cpu) in used.items()}


def _n_rounds(times):
    return min((len(rounds) for rounds in times.values()), default=math.inf)


def _time(task, n):
    """Wall seconds and processor seconds of n runs."""
    run, sync = task.run, task.sync
    start, cpu = time.perf_counter(), time.process_time()
    for _ in range(n):
        run()
    if sync is not None:
        sync()
    return time.perf_counter() - start, time.process_time() - cpu


def _repeats(task, shortest):
    _time(task, 1)  # it may compile
    quick = _time(task, 1)[0]
    if quick > LONG:
        return 1
    _time(task, 1)  # warm
    quick = _time(task, 1)[0]
    n = max(1, min(100, math.ceil(shortest / 5 / max(quick, 1e-7))))
    return max(1, math.ceil(shortest / max(_time(task, n)[0] / n, 1e-9)))
