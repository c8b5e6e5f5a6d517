"""Which sandbox can be had on this machine; where there is none, the reason, and what to do about it."""

import contextlib
import sys

from dlcourse.grading.plans import Limits
from dlcourse.grading.sandbox.box import Bubblewrap
from dlcourse.grading.sandbox.cold import ColdBubblewrap
from dlcourse.grading.sandbox.container import Container
from dlcourse.grading.sandbox.probe import probed
from dlcourse.grading.sandbox.refusal import NoSandbox
from dlcourse.grading.sandbox.unsafe import Unsafe

KINDS = {"bubblewrap": (Bubblewrap, ColdBubblewrap), "container": (Container,), "unsafe": (Unsafe,)}
SAFE = ("bubblewrap", "container")  # in the order in which they are tried


def open_sandbox(
    kind: str | None = None, limits: Limits | None = None, preload=(), hidden=(), lane=0, place=None
):
    """A sandbox: `box.student(files)` is a fresh process in it. Close it, or use it in a with statement.

    kind: "bubblewrap", "container", "unsafe", or None for the safest that can be had, never "unsafe".
    limits: of each student's process.   preload: modules to import once, before processes are forked.
    hidden: paths that students' code must never see, such as the course's folder.   lane: 0 for the first of
    those that are open at a time, 1 for the second; as root each runs students' code as a user of its own.
    place: at a server of bubblewrap's that others use, too (see serving.Serving); it was started with the
    same `preload` and `hidden`. Where it has not started, another is opened.
    Its walls are tried before it is handed out. `box.kind` says which it is, `box.missing` what could not
    be imported. Raises NoSandbox when none can be had, with the reason and what to install.
    """
    if kind is not None and kind not in KINDS:
        raise ValueError(f"open_sandbox: expected kind to be one of {sorted(KINDS)}, got {kind!r}")
    if place is not None and kind in (None, "bubblewrap"):
        with contextlib.suppress(NoSandbox):
            return probed(Bubblewrap(limits or Limits(), lane=lane, place=place))
    reasons = []
    for name in [kind] if kind else SAFE:
        for opened in KINDS[name]:
            try:
                refuse_system(name)
                return probed(opened(limits or Limits(), preload, hidden, lane))
            except NoSandbox as reason:
                reasons.append(str(reason))
    raise NoSandbox(". ".join(dict.fromkeys([*reasons, ADVICE])))


ADVICE = (
    "Without a sandbox nothing is graded, unless --unsafe is given: students' code may do all that you may"
)


def refuse_system(name):
    """Raises NoSandbox on systems without bubblewrap; containers, and none, can be had everywhere."""
    system = {"darwin": "macOS", "win32": "Windows"}.get(sys.platform, sys.platform)
    if name == "bubblewrap" and not sys.platform.startswith("linux"):
        raise NoSandbox(
            f"bubblewrap: it needs Linux, and this is {system}; grade on a Linux machine, or install Docker "
            "or Podman for the sandbox in containers"
        )
