"""Try mutants: each in a fork, in which the tests that reach it are run until one fails."""

from collections import Counter

from mutation import forks
from mutation.mutants import Mutant
from mutation.patch import all_functions, put_in

KILLED, SURVIVED, TIMEOUT = "killed", "survived", "timeout"
NOT_TRIED = "not tried"  # it could not be put in


class Trials:
    """Tries mutants, and remembers which tests kill those of a function.

    reach: what each test does, by its place among the tests of the runner. A test gets `patience` seconds and
    ten times what it took; then the mutant is killed by time. A mutant gets tests for `limit` seconds in all.
    """

    def __init__(self, runner, reach, limit=60.0, patience=10.0):
        self.runner, self.limit, self.patience = runner, limit, patience
        self.seconds = {i: reached.seconds for i, reached in reach.items()}
        self.tests, self.kills = {}, {}
        for i, reached in reach.items():
            for path, numbers in reached.lines.items():
                for number in numbers:
                    self.tests.setdefault((path, number), []).append(i)

    def tests_of(self, mutant: Mutant) -> list[int]:
        """The tests that reach the mutant: first those that killed its neighbors, then the quick ones."""
        lines = [(mutant.path, number) for number in mutant.lines]
        if mutant.where == "class":
            lines = [(path, number) for path, number in self.tests if path == mutant.path]
        places = {i for line in lines for i in self.tests.get(line, ())}
        kills = self.kills.get((mutant.path, mutant.function), Counter())
        return sorted(places, key=lambda i: (-kills[i], self.seconds[i]))

    def run(self, mutants, n_forks):
        """(mutant, what became of it) for each; n_left_out counts tests that reach it and were not run."""
        all_functions()  # here, once: each fork would go through all objects of the process
        for ended in forks.in_forks(self._work, self._jobs(mutants), n_forks):
            mutant, chosen, n_tests = ended.job
            fate = {forks.DONE: SURVIVED, forks.FAILED: KILLED, forks.TOO_LONG: TIMEOUT}[ended.end]
            trial = {"fate": fate, "killer": None, "n_tests": n_tests, "n_left_out": n_tests - len(chosen)}
            if fate != SURVIVED and not ended.count:
                trial |= {"fate": NOT_TRIED, "reason": str(ended.answer)}
            elif fate != SURVIVED:
                killer = chosen[ended.count - 1]
                self.kills.setdefault((mutant.path, mutant.function), Counter())[killer] += 1
                trial["killer"] = self.runner.items[killer].nodeid
            yield mutant, trial

    def forget_killers_that_fail_by_themselves(self, n_forks) -> set[int]:
        """The control: each test that killed once more without a mutant; no kill may rest on luck."""

        def work(i, clock):
            clock.begin(self.patience + 10 * self.seconds[i])
            self.runner.run(i)

        killers = sorted({i for kills in self.kills.values() for i in kills})
        bad = {ended.job for ended in forks.in_forks(work, killers, n_forks) if ended.end != forks.DONE}
        for line, tests in self.tests.items():
            self.tests[line] = [i for i in tests if i not in bad]
        return bad

    def _jobs(self, mutants):
        for mutant in mutants:
            tests, chosen, total = self.tests_of(mutant), [], 0.0
            for i in tests:
                total += self.seconds[i]
                if chosen and total > self.limit:
                    break
                chosen.append(i)
            yield mutant, chosen, len(tests)

    def _work(self, job, clock):
        mutant, chosen, _ = job
        put_in(mutant)
        for i in chosen:
            clock.begin(self.patience + 10 * self.seconds[i])
            self.runner.run(i)
