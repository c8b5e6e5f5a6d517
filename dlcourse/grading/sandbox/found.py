"""Which sandbox can be had on this machine; where there is none, the reason, and what to do about it."""

from dlcourse.grading.plans import Limits
from dlcourse.grading.sandbox.box import Bubblewrap

KINDS = {"bubblewrap": Bubblewrap}


def open_sandbox(kind: str | None = None, limits: Limits | None = None, preload=(), hidden=(), lane=0):
    """A sandbox: `box.student(files)` is a fresh process in it. Close it, or use it in a with statement.

    kind: "bubblewrap", "container", "unsafe", or None for the safest that can be had, never "unsafe".
    limits: of each student's process.   preload: modules to import once, before processes are forked.
    hidden: paths that students' code must never see, such as the course's folder.   lane: 0 for the first of
    those that are open at a time, 1 for the second; as root each runs students' code as a user of its own.
    Raises NoSandbox when none can be had, with the reason and what to install.
    """
    kind = kind or "bubblewrap"
    if kind not in KINDS:
        raise ValueError(f"open_sandbox: expected kind to be one of {sorted(KINDS)}, got {kind!r}")
    return KINDS[kind](limits or Limits(), preload, hidden, lane)
