"""Times that may be compared: every peer in turn, round after round, so that a noisy moment hits all of
them."""

import gc
import time


def interleave(functions: dict, seconds: float) -> dict[str, list[float]]:
    """Seconds per call of each function, one list entry per round, for about `seconds` in all.

    A function that takes less than a millisecond is called often enough in a round to fill one.
    """
    repeats = {name: _repeats(function) for name, function in functions.items()}
    times = {name: [] for name in functions}
    stop = time.perf_counter() + seconds
    gc.collect()
    gc.disable()
    try:
        while time.perf_counter() < stop or len(next(iter(times.values()))) < 5:
            for name, function in functions.items():
                times[name].append(_time(function, repeats[name]))
    finally:
        gc.enable()
    return times


def _time(function, n):
    start = time.perf_counter()
    for _ in range(n):
        function()
    return (time.perf_counter() - start) / n


def _repeats(function):
    function()
    return max(1, round(1e-3 / max(_time(function, 3), 1e-9)))
