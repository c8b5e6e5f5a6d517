"""What `make mutants` does once pytest has collected: measure what tests reach, then try the mutants."""

import contextlib
import gc
import importlib
import os
import time
import warnings
from pathlib import Path

from mutation import report
from mutation.equivalent import reasons
from mutation.patch import all_functions
from mutation.reach import measure
from mutation.trial import SURVIVED, Trials

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "dlcourse"
PRELOADED = """torch scipy.special scipy.stats scipy.optimize scipy.linalg sklearn.datasets onnx onnxruntime
    matplotlib.pyplot tqdm.auto""".split()


class Work:
    """The measuring and the trials. `results` has an entry per mutant; `told` is where progress is shown."""

    def __init__(self, mutants, n_forks, limit, told):
        self.mutants, self.n_forks, self.limit, self.told, self.results = mutants, n_forks, limit, told, []
        self.is_whole = False  # until all of it is done

    def __call__(self, runner):
        preload()
        gc.unfreeze()  # what is frozen would not be found
        all_functions()
        gc.freeze()  # so that forks share the memory
        start = time.perf_counter()
        reach = measure(runner, LIBRARY, self.n_forks, self.say)
        self.say(f"{len(reach)} tests reach the library; measured in {time.perf_counter() - start:.0f} s\n")
        trials = Trials(runner, reach, self.limit)
        self.note(trials, self.mutants)
        unsound = trials.forget_killers_that_fail_by_themselves(self.n_forks)
        names = {runner.items[i].nodeid for i in unsound}
        void = {(r["path"], r["number"]) for r in self.results if r["killer"] in names}
        self.results = [r for r in self.results if r["killer"] not in names]
        self.note(trials, [m for m in self.mutants if (relative(m), m.number) in void])
        self.is_whole = True

    def note(self, trials, mutants):
        """Try mutants and keep what became of them."""
        start, n = time.perf_counter(), 0
        for mutant, trial in trials.run(mutants, self.n_forks):
            self.results.append(described(mutant) | trial | reason_of(mutant, trial["fate"]))
            n += 1
            if n % 50 == 0 or n == len(mutants):
                seconds = time.perf_counter() - start
                survivors = sum(r["fate"] == SURVIVED for r in self.results)
                self.say(f"\r{n} of {len(mutants)} mutants in {seconds:.0f} s, {survivors} survive ")
        self.say("\n" if mutants else "")

    def say(self, text):
        os.write(self.told, text.encode())


def preload():
    """Import here, once, what tests import within functions."""
    for name in PRELOADED:
        with warnings.catch_warnings(), contextlib.suppress(ImportError):
            warnings.simplefilter("ignore")
            importlib.import_module(name)


def relative(mutant):
    return Path(mutant.path).relative_to(ROOT).as_posix()


def described(mutant) -> dict:
    """A mutant as the report keeps it."""
    kept = {name: getattr(mutant, name) for name in ("number", "function", "line", "change", "is_rule")}
    return {"path": relative(mutant)} | kept


def reason_of(mutant, fate) -> dict:
    """Of a survivor that `equivalent.py` lists: its fate and the reason."""
    reason = reasons().get((f"{relative(mutant)} {mutant.function}", mutant.change))
    return {"fate": report.EQUIVALENT, "reason": reason} if reason and fate == SURVIVED else {}
