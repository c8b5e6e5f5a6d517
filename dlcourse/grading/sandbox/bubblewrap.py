"""The command line of bubblewrap, around the fork server.

Source of the options: bwrap(1). What bubblewrap does not do is done in the server and its children: see
`confined`.
"""

import os
import sys

from dlcourse.grading.sandbox import rooms
from dlcourse.grading.sandbox.visible import ETC, PACKAGE, masked, visible

CAPABILITIES = (
    "SYS_ADMIN",
    "SYS_PTRACE",
    "SETPCAP",
)  # namespaces and mounts; smaps of others; the bounding set
OF_ROOT = ("SETUID", "SETGID")  # to become the lane's user
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


def environment() -> dict[str, str]:
    """All variables in the sandbox; none of the grader's own."""
    return {
        "PATH": f"{os.path.dirname(sys.executable)}:/usr/local/bin:/usr/bin:/bin",
        "HOME": rooms.HOME,
        "TMPDIR": "/tmp",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(PACKAGE.parent),
        "PYTHONDONTWRITEBYTECODE": "1",
        "MPLBACKEND": "agg",
        **dict.fromkeys(ONE_THREAD, "1"),
    }


def command(bwrap: str, hidden=(), root=False, newer=True) -> list[str]:
    """The command line, up to the program to run.

    hidden: paths that must not be seen.   root: run by root.   newer: bubblewrap 0.8 or later.
    """
    shown = visible()
    line = [bwrap, "--die-with-parent", "--new-session", "--as-pid-1", "--clearenv"]
    line += ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    line += ["--hostname", "sandbox", "--cap-drop", "ALL"]  # run by root it keeps all otherwise
    if not root:
        line += ["--unshare-user", "--uid", "1000", "--gid", "1000"]
        line += ["--disable-userns"] if newer else []
    for name in (*CAPABILITIES, *(OF_ROOT if root else ())):
        line += ["--cap-add", f"CAP_{name}"]
    line += furniture()
    for path in shown:
        line += ["--symlink", os.readlink(path), path] if os.path.islink(path) else shown_at(path)
    for name in ETC:
        line += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    for path in masked(shown, hidden):
        line += (
            ["--tmpfs", path, "--remount-ro", path]
            if os.path.isdir(path)
            else ["--ro-bind", "/dev/null", path]
        )
    for name, value in environment().items():
        line += ["--setenv", name, value]
    return [*line, "--remount-ro", "/", "--chdir", "/", "--"]


def furniture() -> list[str]:
    """Folders that each student's process covers with its own, a few devices, the server's own /proc."""
    line = ["--proc", "/proc"]
    for path in ("/run", rooms.SCRATCH, rooms.HOME, "/dev", "/dev/shm", "/etc"):
        line += ["--perms", "0755", "--dir", path]
    line += [
        "--perms",
        "1777",
        "--size",
        str(256 << 20),
        "--tmpfs",
        "/tmp",
    ]  # for the caches of what is preloaded
    for path in rooms.DEVICES:
        line += ["--dev-bind", path, path]
    return line


def shown_at(path: str) -> list[str]:
    """A read-only bind of a folder; the folders above it can be entered by all, not by their owner only."""
    line = []
    for parent in reversed(path.split("/")[1:-1] and parents(path)):
        line += ["--perms", "0755", "--dir", parent]
    return [*line, "--ro-bind", path, path]


def parents(path: str) -> list[str]:
    """/a/b/c -> /a/b, /a"""
    found = []
    while (path := os.path.dirname(path)) != "/":
        found.append(path)
    return found
