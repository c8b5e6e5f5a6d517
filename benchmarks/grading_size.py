"""A class of thousands: is the time for a submission the same at the end, and the memory?

python -m benchmarks.grading_size [--submissions 5000] [--jobs 2] [--kills 2]. Prints, for each part of the
run, how many submissions were graded a second and the memory used, and compares every grade with that earned.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.classroom import NAME, make_course
from benchmarks.grading_speed import GRADE, environment

N_PARTS = 10


def main(argv=None) -> int:
    """Print the table; 1 where a grade is wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.grading_size", description=__doc__)
    parser.add_argument("--submissions", type=int, default=5000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--kills", type=int, default=0, help="kill -9 the command that often, and go on")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        earned = make_course(folder, options.submissions)
        rows = list(watched(folder, options))
        n_wrong = wrong(Path(folder, "records.json"), earned)
    say = sys.stdout.write
    say(f"{'graded':>8} {'a second':>9} {'command MB':>11} {'all MB':>8}\n")
    for n, speed, own, whole in rows:
        say(f"{n:8d} {speed:9.1f} {own:11.0f} {whole:8.0f}\n")
    say(f"{n_wrong} of {options.submissions} records are wrong\n")
    return int(n_wrong > 0)


def watched(folder, options):
    """(graded so far, submissions a second since the last row, MB of the command, of it and its children)."""
    part = max(1, options.submissions // N_PARTS)
    kills = [part * N_PARTS * (i + 1) // (options.kills + 1) for i in range(options.kills)]
    process, before, begin = started(folder, options), 0, time.monotonic()
    while process.poll() is None:
        time.sleep(0.2)
        n = n_lines(folder, "journal.*")
        if n >= before + part:
            now = time.monotonic()
            yield n, (n - before) / (now - begin), *memory(process.pid)
            before, begin = n, now
        n += n_lines(folder, "arrived.*")  # not in the gradebook yet
        if kills and n >= kills[0]:
            process.kill()
            process.wait()
            sys.stdout.write(f"killed with {n} graded\n")
            kills, process = kills[1:], started(folder, options)
    if process.returncode:
        raise RuntimeError(f"dlcourse grade: expected success, got {process.returncode}")


def started(folder, options):
    """The command, started on the course."""
    command = ["-c", GRADE, "grade", NAME, "--records", "records.json", "--jobs", str(options.jobs)]
    return subprocess.Popen(
        [sys.executable, *command], cwd=folder, env=environment(), stderr=subprocess.DEVNULL
    )


def n_lines(folder, pattern) -> int:
    """The lines in some of the files in which a class run writes down what it has done."""
    return sum(path.read_bytes().count(b"\n") for path in Path(folder, ".dlcourse", NAME).glob(pattern))


def memory(number):
    """MB of a process, and of it and all below it: what is shared counts once (Linux)."""
    children, sizes = {}, {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
            rollup = (status.parent / "smaps_rollup").read_text()
        except (OSError, ValueError):
            continue  # it has ended
        one = int(fields["Pid"])
        children.setdefault(int(fields["PPid"]), []).append(one)
        sizes[one] = (
            next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024
        )
    below, whole = [number], 0.0
    while below:
        one = below.pop()
        whole += sizes.get(one, 0.0)
        below += children.get(one, [])
    return sizes.get(number, 0.0), whole


def wrong(path, earned) -> int:
    """How many students' records differ from what they have earned."""
    found = json.loads(path.read_text())
    return sum(
        {name: cell["score"] for name, cell in found[student]["cells"].items()} != points
        for student, points in earned.items()
    )


if __name__ == "__main__":
    sys.exit(main())
