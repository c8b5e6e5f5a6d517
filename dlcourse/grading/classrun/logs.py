"""Logs: a text a submission, for the instructor: what it was, what came of each cell, and why."""

from pathlib import Path


def log_path(folder, student) -> Path:
    """The log of a student's submission, in the class run's folder of the assignment."""
    return Path(folder, "logs", f"{student}.log")


def write_log(folder, result):
    """Write the log of a result."""
    path = log_path(folder, result.summary.student)
    path.parent.mkdir(parents=True, exist_ok=True)
    # a log is a help, not a record: it is made anew by --force, and need not outlive the machine
    path.write_text("\n".join(lines_of(result)) + "\n", encoding="utf-8", errors="replace")


def lines_of(result):
    """The lines of a log."""
    one = result.summary
    yield f"{one.student}: {one.status}, {one.score:g} of {one.max_score:g} points"
    sandbox = one.sandbox or "not needed"
    yield f"in {one.seconds:.2f} s, sandbox: {sandbox}, fingerprint {one.fingerprint[:16]}"
    yield from (f"reason: {reason}" for reason in one.reasons)
    for name, cell in one.cells.items():
        score = "to be graded by hand" if cell["score"] is None else f"{cell['score']:g}"
        said = f": {one.causes[name]}" if name in one.causes else ""
        yield f"cell {name}: {score} of {cell['max_score']:g}{said}"
    yield from result.log
