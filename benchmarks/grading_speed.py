"""Submissions a minute: `dlcourse grade` against `nbgrader autograde`, in turn, on the same correct work.

python -m benchmarks.grading_speed [--submissions 40] [--rounds 3] [--jobs 2]. Each round is a whole
command, from its start to the grades in the gradebook, on a course of its own; the sandbox is on.
"""

import argparse
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.classroom import NAME, make_course

GOAL = 25
GRADE = "from dlcourse.cli import app; app()"  # what the command `dlcourse` does
COMMANDS = {
    "dlcourse": ["-c", GRADE, "grade", NAME, "--records", "records.json"],
    "nbgrader": ["-m", "nbgrader", "autograde", NAME],
}
POINTS = """
    select sum(coalesce(grade.manual_score, grade.auto_score)) from grade
    join submitted_notebook on grade.notebook_id = submitted_notebook.id group by submitted_notebook.id
"""


def main(argv=None) -> int:
    """Print a table of the rounds, and the ratio with its spread; 1 where a grade is wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.grading_speed", description=__doc__)
    parser.add_argument("--submissions", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args(argv)
    say = sys.stdout.write
    n_cores = len(os.sched_getaffinity(0))
    say(f"{options.submissions} correct submissions, {n_cores} cores, {options.jobs} jobs\n")
    ratios = []
    for i in range(options.rounds):
        # in turn, so that what the machine does meanwhile meets both
        speed = {name: measured(name, options) for name in COMMANDS}
        ratios.append(speed["dlcourse"] / speed["nbgrader"])
        told = ", ".join(f"{name} {value:.1f}" for name, value in speed.items())
        say(f"round {i + 1}: submissions a minute: {told}; ratio {ratios[-1]:.1f}\n")
    say(
        f"ratio: median {statistics.median(ratios):.1f}, from {min(ratios):.1f} to {max(ratios):.1f} "
        f"(goal {GOAL})\n"
    )
    return 0


def measured(name, options) -> float:
    """Submissions a minute of one command on a fresh course."""
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder, "course")
        earned = make_course(course, options.submissions, wrong=False)
        run(course, ["-m", "nbgrader", "generate_assignment", NAME])
        jobs = ["--jobs", str(options.jobs)] if name == "dlcourse" else []
        begin = time.perf_counter()
        run(course, [*COMMANDS[name], *jobs])
        seconds = time.perf_counter() - begin
        check(course, earned)
        return 60 * options.submissions / seconds


def run(course, arguments):
    """Run a command of this Python in the course's folder."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=course, env=environment(), capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{arguments}: expected success, got {done.returncode}\n{done.stderr[-3000:]}")


def environment():
    """The environment in which this very package is found from any folder, and nbgrader finds alembic."""
    packages = os.pathsep.join(os.path.abspath(path) for path in sys.path)
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    rest = {**os.environ, "PYTHONPATH": packages, "PATH": programs}
    # modules are compiled once, as where a package was installed: pip has compiled nbgrader's
    rest.pop("PYTHONDONTWRITEBYTECODE", None)
    return rest


def check(course, earned):
    """Raise RuntimeError unless the gradebook holds full marks for everybody."""
    with sqlite3.connect(course / "gradebook.db") as gradebook:
        found = sorted(points for (points,) in gradebook.execute(POINTS))
    expected = sorted(sum(points.values()) for points in earned.values())
    if found != expected:
        raise RuntimeError(f"grades: expected {expected}, got {found}")


if __name__ == "__main__":
    sys.exit(main())
