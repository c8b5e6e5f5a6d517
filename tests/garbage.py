"""How many objects in cycles a piece of work leaves for the collector."""

import gc

N_TRIES = 5


def garbage(work) -> int:
    """The least number that `work()` left, over N_TRIES runs: what one call leaves it leaves each time, while
    what other threads of the test's process (progress bars, the channel to pytest) leave comes and goes."""
    counts = []
    gc.disable()
    while gc.collect():
        pass
    gc.freeze()  # what has come since conftest did so, such as modules
    try:
        for _ in range(N_TRIES):
            while gc.collect():
                pass
            work()
            counts.append(gc.collect())
    finally:
        gc.enable()
    return min(counts)
