"""The command line of bubblewrap, around the fork server or around a single process.

Source of the options: bwrap(1). What bubblewrap does not do is done inside: see `confined`.
"""

import functools
import os
import re
import shutil
import subprocess
from dataclasses import dataclass

from dlcourse.grading.sandbox import kernel, rooms
from dlcourse.grading.sandbox.refusal import NoSandbox
from dlcourse.grading.sandbox.visible import ETC, NEVER, ROOT, layout, masked, system

# Of the fork server: namespaces and mounts; the memory of others' processes; to give capabilities up.
CAPABILITIES = ("SYS_ADMIN", "SYS_PTRACE", "SETPCAP")
OF_ROOT = ("SETUID", "SETGID")  # to become the lane's user
NICE, ITS_NUMBER = (
    ("SYS_NICE",),
    23,
)  # to have that user's processes give way; root has it but in few containers
OLDEST, WITH_SIZE, WITHOUT_USERNS = (0, 5), (0, 7), (0, 8)  # versions: --perms; --size; --disable-userns
COMMON = ("IPython", "numpy")  # what every student's process needs
PICTURES = "module://matplotlib_inline.backend_inline"  # as in a notebook: a cell shows its figures
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


@functools.cache
def installed() -> tuple[str, tuple[int, int]]:
    """The path of bubblewrap and its version. Raises NoSandbox where it is not installed, or too old."""
    bwrap = shutil.which("bwrap")
    if bwrap is None:
        raise NoSandbox(
            "bubblewrap: it is not installed; apt-get install bubblewrap (dnf, pacman, zypper name it alike)"
        )
    said = subprocess.run([bwrap, "--version"], capture_output=True, text=True).stdout
    found = re.search(r"(\d+)\.(\d+)", said)
    version = (int(found[1]), int(found[2])) if found else (0, 0)
    if version < OLDEST:
        raise NoSandbox(f"bubblewrap: expected version 0.5 or later, got {said.strip()!r}; install it")
    return bwrap, version


def environment(path, programs) -> dict[str, str]:
    """All variables in the sandbox; none of the grader's own.   path: for modules.   programs: a folder."""
    return {
        "PATH": f"{programs}:/usr/local/bin:/usr/bin:/bin",
        "HOME": rooms.HOME,
        "TMPDIR": "/tmp",
        "LANG": "C.UTF-8",
        "PYTHONPATH": os.pathsep.join(path),
        "PYTHONDONTWRITEBYTECODE": "1",
        "MPLBACKEND": PICTURES,
        **dict.fromkeys(ONE_THREAD, "1"),
    }


@dataclass(frozen=True)
class Wrapped:
    """A program in bubblewrap: its command line, and descriptors that it needs, closed afterwards."""

    line: list[str]
    fds: list[int]

    def start(self, fds=(), **options) -> subprocess.Popen:
        """Starts it, with more descriptors."""
        try:
            return subprocess.Popen(self.line, pass_fds=[*self.fds, *fds], cwd="/", **options)
        finally:
            for fd in self.fds:
                os.close(fd)


def wrapped(program, hidden=(), *, warm=True, size=0) -> Wrapped:
    """A Python program in bubblewrap.

    program: arguments of the interpreter.   hidden: paths that must not be seen.   warm: for the fork server,
    which makes each student's namespaces and rooms, and so keeps a few capabilities; otherwise the rooms are
    made here, each of `size` bytes.
    """
    bwrap, version = installed()
    python = layout()
    line = [bwrap, "--die-with-parent", "--new-session", "--as-pid-1", "--clearenv"]
    line += ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    line += ["--hostname", "sandbox", "--cap-drop", "ALL"]  # run by root it keeps all otherwise
    root = os.geteuid() == 0 and warm
    if not root:
        line += ["--unshare-user", "--uid", "1000", "--gid", "1000"]
        line += ["--disable-userns"] if version >= WITHOUT_USERNS else []
    for name in CAPABILITIES * warm + OF_ROOT * root + NICE * (root and kernel.holds(ITS_NUMBER)):
        line += ["--cap-add", f"CAP_{name}"]
    line += ["--proc", "/proc", *(places() if warm else private_rooms(version, size)), *shown(python, hidden)]
    for name, value in environment(python.path, os.path.dirname(python.python)).items():
        line += ["--setenv", name, value]
    if python.library:
        line += ["--setenv", "LD_LIBRARY_PATH", python.library]
    fds = []
    for path, text in python.files.items():
        fds.append(in_memory(text))
        line += ["--perms", "0444", "--ro-bind-data", str(fds[-1]), path]
    return Wrapped([*line, "--remount-ro", "/", "--chdir", "/", "--", python.python, *program], fds)


def in_memory(text) -> int:
    """A descriptor from which a text can be read."""
    fd = os.memfd_create("text")
    os.write(fd, text.encode())
    os.lseek(fd, 0, os.SEEK_SET)
    return fd


def places() -> list[str]:
    """Folders that each student's process covers with its own; the server's own /tmp, for caches."""
    line = []
    for path in ("/run", rooms.SCRATCH, rooms.HOME, "/dev", "/dev/shm"):
        line += ["--perms", "0755", "--dir", path]
    return [*line, "--perms", "1777", "--tmpfs", "/tmp"]


def private_rooms(version, size) -> list[str]:
    """The rooms of a single process, each of that size: bubblewrap cannot bind one to three places."""
    if version < WITH_SIZE:
        raise NoSandbox("bubblewrap: expected version 0.7 or later, for the limit of a disk; install it")
    line = ["--perms", "0755", "--dir", "/dev"]
    for path in rooms.PLACES.values():
        line += ["--perms", "1777", "--size", str(size), "--tmpfs", path]
    return line


def shown(python, hidden) -> list[str]:
    """Read-only binds of what is visible, with covers over what is hidden, and a few devices."""
    line = []
    for folder in ("/etc", ROOT, f"{ROOT}/bin", f"{ROOT}/own"):  # others' to enter, too
        line += ["--perms", "0755", "--dir", folder]
    folders = dict(python.shown)
    for path in system():
        if os.path.islink(path):
            line += ["--symlink", os.readlink(path), path]
        else:
            folders[path] = path
    for there, here in folders.items():
        line += ["--ro-bind", here, there]
    for there, target in python.links.items():
        line += ["--symlink", target, there]
    for name in ETC:
        line += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    for path in rooms.DEVICES:
        line += ["--dev-bind", path, path]
    for path, folder in masked(folders, [*hidden, *NEVER]).items():
        line += ["--tmpfs", path, "--remount-ro", path] if folder else ["--ro-bind", "/dev/null", path]
    return line


def readable() -> list[str]:
    """What Landlock lets students' processes read."""
    return [*system(), "/etc", ROOT]
