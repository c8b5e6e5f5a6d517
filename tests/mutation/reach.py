"""Which test runs which line of the library, and how long it takes: each test is run once, by itself."""

import os
import sys
import threading
import time
from dataclasses import dataclass

from mutation import forks

PATIENCE = 60.0  # seconds for one test
BUNCH = 25  # tests in one fork


class Runner:
    """A plugin of pytest in place of its loop: pytest collects, then `work(runner)` runs what it wants."""

    def __init__(self, work):
        self.work, self.items = work, []

    def pytest_configure(self, config):
        try:
            from hypothesis import HealthCheck, Phase, settings
        except ImportError:
            return
        settings.register_profile(  # no shrinking, no chance: every mutant meets the same examples
            "mutants",
            derandomize=True,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        settings.load_profile("mutants")

    def pytest_runtestloop(self, session):
        self.items = session.items
        self.work(self)
        return True

    def pytest_runtest_makereport(self, item, call):
        if call.excinfo is not None and call.excinfo.typename != "Skipped":
            forks.fail()  # at once: nobody reads how it failed

    def run(self, i: int):
        """Run the test at place i with all its fixtures, in a fork: the first failure ends it."""
        self.items[i].config.hook.pytest_runtest_protocol(item=self.items[i], nextitem=None)


@dataclass
class Reached:
    """What one test did: the time it took, and the lines that it ran, {path: line numbers}."""

    seconds: float
    lines: dict


def measure(runner, folder, n_forks, say) -> dict[int, Reached]:
    """What each test does to the files of a folder, by its place, of those that pass and do anything."""
    reach, again, n = {}, [], len(runner.items)

    def work(places, clock):
        answer = {}
        for i in places:
            clock.begin(PATIENCE)
            answer[i] = follow(lambda i=i: runner.run(i), f"{folder}{os.sep}")
        return answer

    for ended in forks.in_forks(work, [range(i, min(i + BUNCH, n)) for i in range(0, n, BUNCH)], n_forks):
        if ended.end == forks.DONE:
            reach |= ended.answer
        else:  # one of them fails or takes too long: which?
            again += [[i] for i in ended.job]
        say(f"\r{ended.job[-1] + 1} of {n} tests measured ")
    for ended in forks.in_forks(work, again, n_forks):
        if ended.end == forks.DONE:
            reach |= ended.answer
        else:
            say(f"\nleft out, since it fails without a mutant: {runner.items[ended.job[0]].nodeid}")
    return {i: reached for i, reached in reach.items() if reached.lines}


def follow(run, folder) -> Reached:
    """Run and note the lines of the files in the folder that are run, in any thread."""
    lines = {}

    def enter(frame, event, arg):
        path = frame.f_code.co_filename
        if not path.startswith(folder):
            return None
        seen = lines.setdefault(path, set())
        seen.add(frame.f_lineno)

        def inside(frame, event, arg):
            seen.add(frame.f_lineno)
            return inside

        return inside

    start = time.perf_counter()
    threading.settrace(enter)
    sys.settrace(enter)
    try:
        run()
    finally:
        sys.settrace(None)
        threading.settrace(None)
    return Reached(time.perf_counter() - start, lines)
