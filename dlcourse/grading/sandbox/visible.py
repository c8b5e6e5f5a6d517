"""What is visible in the sandbox, read-only: the system, this Python, this package.

Python and its packages stand in /python there, wherever they are here: otherwise what students' code prints,
and each line of a traceback, would tell where the grader keeps things.
"""

import os
import site
import sys
import sysconfig
from dataclasses import dataclass, field
from pathlib import Path

from dlcourse.grading.sandbox.refusal import NoSandbox

SYSTEM = "/usr /bin /sbin /lib /lib32 /lib64 /libx32 /nix/store /gnu/store".split()
# what the loader, the C library and links of Debian's packages need; no users, no hosts, no keys
ETC = "ld.so.cache ld.so.conf ld.so.conf.d localtime alternatives".split()
PACKAGE = Path(__file__).resolve().parents[2]  # dlcourse/
ROOT = "/python"
OWN = f"{ROOT}/own"  # the folder that holds this package
# nbgrader's exchange, with the work of all; settings of Jupyter's, such as the gradebook's password
NEVER = ("/usr/local/share/nbgrader", "/usr/local/etc/jupyter", "/usr/etc/jupyter", "/etc/jupyter")


@dataclass
class Layout:
    """Where Python stands in the sandbox.

    shown: {path there: path here}.   links: {path there: what it points to}.   files: {path there: text}.
    python: the interpreter.   path: where modules are looked for first.   library: the folder of its shared
    library, "" where it has none.
    """

    python: str
    path: list[str]
    library: str = ""
    shown: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


def system() -> list[str]:
    """The system's folders, those that are links among them."""
    return [path for path in SYSTEM if os.path.exists(path)]


def layout() -> Layout:
    """The running Python, its environment, the user's own packages and this package."""
    interpreter, base = os.path.realpath(sys.executable), os.path.realpath(sys.base_prefix)
    found = Layout(interpreter, [OWN], shown={f"{OWN}/{PACKAGE.name}": str(PACKAGE)})
    if not inside(interpreter, system()):
        if not inside(interpreter, [base]):
            raise NoSandbox(
                f"sandbox: expected the interpreter inside of sys.base_prefix, got {interpreter} and {base}; "
                "grade with an environment made by venv, conda or uv"
            )
        found.shown[f"{ROOT}/base"] = base
        found.python = f"{ROOT}/base/{os.path.relpath(interpreter, base)}"
        if sysconfig.get_config_var("Py_ENABLE_SHARED"):
            # it knows its library by the path here; without it the loader might take the library of the
            # system's Python, and nobody would notice
            library = os.path.relpath(sysconfig.get_config_var("LIBDIR"), sys.base_prefix)
            found.library = f"{ROOT}/base/{library}"
    if sys.prefix != sys.base_prefix:
        add_environment(found)
    if site.ENABLE_USER_SITE and os.path.isdir(site.getusersitepackages()):
        found.shown[f"{ROOT}/user"] = site.getusersitepackages()
        found.path.append(f"{ROOT}/user")
    return found


def add_environment(found: Layout):
    """A virtual environment like the one that runs us, made anew around its packages."""
    settings = Path(sys.prefix, "pyvenv.cfg").read_text()
    both = [line for line in settings.splitlines() if line.startswith("include-system-site-packages")]
    found.files[f"{ROOT}/pyvenv.cfg"] = "\n".join([f"home = {os.path.dirname(found.python)}", *both, ""])
    found.links[f"{ROOT}/bin/python"] = found.python
    found.python = f"{ROOT}/bin/python"
    for name in ("lib", "lib64"):
        folder = os.path.join(sys.prefix, name)
        if os.path.islink(folder):
            found.links[f"{ROOT}/{name}"] = os.readlink(folder)
        elif os.path.isdir(folder):
            found.shown[f"{ROOT}/{name}"] = folder


def inside(path: str, folders) -> bool:
    """Whether a path is one of the folders, or below one."""
    return any(os.path.commonpath([path, folder]) == folder for folder in folders)


def masked(shown: dict[str, str], hidden) -> dict[str, bool]:
    """{path there: whether it is a folder} of what has to be covered: hidden paths that lie in what is shown.

    Raises NoSandbox when all of a folder that has to be shown would be hidden.
    """
    found = {}
    for path in (os.path.realpath(path) for path in hidden):
        for there, here in ((there, os.path.realpath(here)) for there, here in shown.items()):
            if here == path:
                raise NoSandbox(
                    f"sandbox: expected a course outside of what students' code can read, got {path}, "
                    "which holds this Python; move the course, or make the environment in a folder of its own"
                )
            if inside(path, [here]) and os.path.exists(path):
                found[os.path.join(there, os.path.relpath(path, here))] = os.path.isdir(path)
    return found
