"""Try all mutants of the library and write the report.

make mutants                        # all
make mutants ARGS="ops/ losses/"    # of some files
make mutants ARGS="--again"         # only those that survived the last run
"""

import argparse
import json
import os
import random
import sys
from pathlib import Path

import pytest

from mutation import report
from mutation.equivalent import reasons
from mutation.mutants import mutants_of
from mutation.reach import Runner
from mutation.trial import SURVIVED
from mutation.work import LIBRARY, ROOT, Work, relative

FOLDER = ROOT / "_build" / "mutants"
NOT_MUTATED = {"plotting", "widgets", "checks", "grading", "experiments", "cli", "__init__.py"}
NOT_RUN = "book checks grading house mutation".split()  # folders: about other things than the library's rules
QUICK = "not (slow or kernel or browser or gpu)"


def files(patterns) -> list[Path]:
    """The files of the library whose rules are tried, of those whose path starts with a pattern."""
    found = sorted(LIBRARY.rglob("*.py"))
    names = {path: path.relative_to(LIBRARY).as_posix() for path in found}
    found = [p for p in found if not NOT_MUTATED & {p.name, names[p].split("/")[0]}]
    return [p for p in found if not patterns or any(names[p].startswith(pattern) for pattern in patterns)]


def choose(options):
    """The mutants to try, and what the report says about the choice."""
    mutants = [m for path in files(options.files) for m in mutants_of(path)]
    remarks = [f"Mutants of {', '.join(options.files) or 'all files'}: {len(mutants)}."]
    if options.again:
        old = json.loads((FOLDER / "mutants.json").read_text(encoding="utf-8"))
        names = {(r["path"], r["function"], r["change"]) for r in old if r["fate"] == SURVIVED}
        mutants = [m for m in mutants if (relative(m), m.function, m.change) in names]
        remarks.append(f"Only the survivors of the last run: {len(mutants)}.")
    rest = [m for m in mutants if not m.is_rule]
    if options.sample and options.sample < len(rest):
        drawn = set(random.Random(options.seed).sample(rest, options.sample))
        mutants = [m for m in mutants if m.is_rule or m in drawn]
        remarks.append(f"A random sample of {options.sample} outside the rules, seed {options.seed}.")
    return sorted(mutants, key=lambda m: not m.is_rule), [*remarks, *stale()]


def stale():
    """Reasons for mutants that are no longer made."""
    made = {(f"{relative(m)} {m.function}", m.change) for path in files([]) for m in mutants_of(path)}
    return [
        f"Stale in equivalent.py: {place}: {change}"
        for place, change in reasons()
        if (place, change) not in made
    ]


def main():
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("files", nargs="*", help="such as ops/ or layers/linear.py; without, all")
    parser.add_argument("--tests", nargs="*", default=["tests", "dlcourse"], help="where the tests are")
    parser.add_argument("--again", action="store_true", help="only the survivors of the last run")
    parser.add_argument("--sample", type=int, default=0, help="so many outside the rules, drawn; 0: all")
    parser.add_argument("--seed", type=int, default=0, help="of the drawing")
    parser.add_argument("--limit", type=float, default=60, help="seconds of tests for one mutant")
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    options = parser.parse_args()
    mutants, remarks = choose(options)
    FOLDER.mkdir(parents=True, exist_ok=True)
    told = os.dup(1)
    work = Work(mutants, options.workers, options.limit, told)
    arguments = ["-q", "--capture=sys", "-p", "no:cacheprovider", "--continue-on-collection-errors"]
    arguments += ["-m", QUICK, *(f"--ignore={ROOT / 'tests' / name}" for name in NOT_RUN)]
    log_path = FOLDER / "pytest.log"
    log = os.open(log_path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(log, 1)
    status = pytest.main([*arguments, *options.tests], plugins=[Runner(work)])
    os.dup2(told, 1)
    if not work.is_whole:
        sys.exit(f"make mutants: expected a whole run, got exit status {status}; see {FOLDER / 'pytest.log'}")
    report.save(FOLDER, work.results, remarks)
    sys.stdout.write("\n".join([*report.reached(work.results), f"Report: {FOLDER / 'report.md'}", ""]))


if __name__ == "__main__":
    main()
