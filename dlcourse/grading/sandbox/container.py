"""Docker or Podman: a container for each student's process, where bubblewrap cannot be had.

The engine's own walls (namespaces, no network, read-only root, no capabilities, limits by cgroups), and
inside of them ours again: limits, Landlock, the filter on system calls.
"""

import functools
import secrets
import shutil
import subprocess

from dlcourse.grading.sandbox import rooms
from dlcourse.grading.sandbox.box import FIRST_UID, N_UIDS
from dlcourse.grading.sandbox.bubblewrap import ONE_THREAD, PICTURES
from dlcourse.grading.sandbox.pipes import PipedBox, Program
from dlcourse.grading.sandbox.refusal import NoSandbox
from dlcourse.grading.sandbox.visible import PACKAGE

ENGINES = ("podman", "docker")  # podman first: it needs no service that runs as root
IMAGE = "dlcourse-sandbox"
MOUNTED = "/package"  # where the image finds dlcourse
BASE = 512 << 20  # bytes of memory for Python and what is imported, beside what the limits give
ASK = 30.0  # seconds for an answer of the engine


class Container(PipedBox):
    """A container for each student's process. Raises NoSandbox without an engine or the image."""

    kind = "container"

    def __init__(self, limits, preload=(), hidden=(), lane=0):
        super().__init__(limits, preload, hidden, lane)
        self.engine = engine()

    def program(self, limits, serve) -> Program:
        """`run`, in the foreground; the container is killed by its name and removes itself."""
        name = f"dlcourse-{secrets.token_hex(8)}"
        readable = ["/usr", "/bin", "/lib", "/lib64", "/etc", "/opt", MOUNTED]
        told = self.arguments(limits, serve, confined=True, folder=rooms.NOTEBOOK, readable=readable)
        line = [self.engine, "run", *options(name, limits, self.lane), IMAGE, "python", *told]
        return Program(functools.partial(subprocess.Popen, line), functools.partial(kill, self.engine, name))


def options(name, limits, lane) -> list[str]:
    """Of `docker run` and `podman run` alike; sources: docker-run(1), podman-run(1)."""
    user = FIRST_UID + lane % N_UIDS
    memory = str(limits.memory + BASE)
    room = f"rw,exec,nosuid,nodev,mode=1777,size={limits.disk}"
    variables = {
        "HOME": rooms.HOME,
        "PYTHONPATH": MOUNTED,
        "PYTHONDONTWRITEBYTECODE": "1",
        "MPLBACKEND": PICTURES,
        **dict.fromkeys(ONE_THREAD, "1"),
    }
    return [
        *("--rm", "--interactive", "--name", name, "--hostname", "sandbox", "--pull", "never"),
        *("--network", "none", "--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"),
        *("--user", f"{user}:{user}", "--pids-limit", str(limits.processes + 2)),
        *("--memory", memory, "--memory-swap", memory, "--log-driver", "none"),  # output is not kept
        *("--tmpfs", f"/tmp:{room}", "--tmpfs", f"{rooms.HOME}:{room}", "--shm-size", str(limits.disk)),
        *("--volume", f"{PACKAGE}:{MOUNTED}/{PACKAGE.name}:ro", "--workdir", "/"),
        *(part for key, value in variables.items() for part in ("--env", f"{key}={value}")),
    ]


def kill(engine, name, process):
    """Ends the container; then the command that attends it."""
    subprocess.run([engine, "kill", name], capture_output=True, timeout=ASK)


def engine() -> str:
    """The engine that runs and has the image."""
    installed = [name for name in ENGINES if shutil.which(name)]
    if not installed:
        raise NoSandbox("container: neither podman nor docker is installed")
    running = [name for name in installed if answers(name, "info")]
    if not running:
        raise NoSandbox(
            f"container: {' and '.join(installed)} gave no answer to `info`; is its service running?"
        )
    having = [name for name in running if answers(name, "image", "inspect", IMAGE)]
    if not having:
        raise NoSandbox(
            f"container: {running[0]} has no image {IMAGE!r}; make it once, with what students "
            f"need: printf 'FROM python:3.12-slim\\nRUN pip install numpy ipython "
            f"matplotlib pandas\\n' | {running[0]} build -t {IMAGE} -"
        )
    return having[0]


def answers(*line) -> bool:
    """Whether a command succeeds."""
    try:
        return subprocess.run(line, capture_output=True, timeout=ASK).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
