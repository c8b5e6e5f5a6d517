"""What is visible in the sandbox, read-only: the system, this Python, this package."""

import os
import site
import sys
from pathlib import Path

from dlcourse.grading.sandbox.refusal import NoSandbox

SYSTEM = "/usr /bin /sbin /lib /lib32 /lib64 /libx32 /nix/store /gnu/store".split()
# what the loader, the C library and links of Debian's packages need; no users, no hosts, no keys
ETC = "ld.so.cache ld.so.conf ld.so.conf.d localtime alternatives".split()
PACKAGE = Path(__file__).resolve().parents[2]  # dlcourse/


def python() -> list[str]:
    """The folders of the running Python, of its environment and of the user's own packages."""
    found = [sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix]
    found.append(str(Path(sys.executable).resolve().parents[1]))
    if site.ENABLE_USER_SITE and site.getusersitepackages() in sys.path:
        found.append(site.getusersitepackages())
    return found


def visible() -> list[str]:
    """All folders to be shown, each once, none inside another; links as they are."""
    system = [path for path in SYSTEM if os.path.exists(path)]
    own = {os.path.abspath(path) for path in (*python(), str(PACKAGE))}
    own |= {os.path.realpath(path) for path in own}  # a Python behind a link is called by either name
    kept = [path for path in sorted(own) if os.path.isdir(path) and not inside(path, system)]
    return system + [path for path in kept if not inside(path, [other for other in kept if other != path])]


def inside(path: str, folders) -> bool:
    """Whether a path is one of the folders, or below one."""
    return any(os.path.commonpath([path, folder]) == folder for folder in folders)


def masked(shown, hidden) -> list[str]:
    """The hidden paths that lie in what is shown: they are to be covered.

    Raises NoSandbox when all of a folder that has to be shown would be hidden.
    """
    found = []
    for path in (os.path.realpath(path) for path in hidden):
        for folder in (os.path.realpath(folder) for folder in shown):
            if folder == path:
                raise NoSandbox(
                    f"sandbox: expected a course outside of what students' code can read, got {path}, "
                    "which holds this Python; move the course, or make the environment in a folder of its own"
                )
            if inside(path, [folder]) and os.path.exists(path):
                found.append(path)
    return sorted(set(found))
