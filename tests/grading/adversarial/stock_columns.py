"""The same submissions through stock `nbgrader autograde`, one by one, each in a throw-away container.

python tests/grading/adversarial/stock_columns.py OUTPUT.json [PART OF A NAME ...]

Needs root and bubblewrap. All of the file system is read-only but a copy of the course in memory, there is no
network, and time, memory, processes and disk are limited: the submissions cannot hurt the machine. Takes
about ten seconds a submission; what OUTPUT.json holds already is not done again. `two_columns.py` makes the
table of the docs from it.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from hostile_cases import CASES
from hostile_course import hand_in_right_work, write_course
from weather_source import NAME

SECONDS = 45.0  # for a class of two: an honest one takes five
HERE = Path(__file__).resolve().parent
CONTAINER = """bwrap --unshare-pid --unshare-net --unshare-ipc --unshare-uts --die-with-parent --new-session
    --ro-bind / / --proc /proc --dev /dev
    --size 268435456 --tmpfs /srv --size 67108864 --tmpfs /tmp --tmpfs /var/tmp --chdir / --clearenv
    --setenv LANG C.UTF-8 --setenv OMP_NUM_THREADS 1 --cap-drop ALL --cap-add CAP_SETUID --cap-add CAP_SETGID
    --cap-add CAP_CHOWN --cap-add CAP_KILL --cap-add CAP_DAC_OVERRIDE --cap-add CAP_FOWNER""".split()


def prepared(folder):
    """A course whose release has been made, with a peer who is graded already and one who is not."""
    course = write_course(folder)
    hand_in_right_work(course, "a_peer")
    path = f"{Path(sys.executable).parent}:{os.defpath}"  # nbgrader calls alembic by name
    for word in ("generate_assignment", "autograde"):
        line = [sys.executable, "-m", "nbgrader", word, NAME]
        subprocess.run(line, cwd=course, env={**os.environ, "PATH": path}, check=True, stdout=sys.stderr)
    hand_in_right_work(course, "z_peer")
    return course


def opened_python():
    """Options that show this Python to an ordinary user, also where it lies in a folder of root's."""
    found, prefix = [], Path(sys.base_prefix)
    top, *between = [folder for folder in reversed(prefix.parents) if folder != Path("/")]
    if not top.stat().st_mode & 0o001:
        found = ["--perms", "0755", "--tmpfs", str(top)]
        for folder in between:
            found += ["--perms", "0755", "--dir", str(folder)]
        found += ["--ro-bind", str(prefix), str(prefix)]
    return found


def graded(course, case):
    """What came of a case in a container."""
    with tempfile.TemporaryDirectory() as folder:
        mine = Path(folder, "course")
        shutil.copytree(course, mine)
        case.hand_in(mine / "submitted")
        python = [sys.executable, str(HERE / "stock_inside.py"), "/var/tmp/course", case.name, str(SECONDS)]
        path = ["--setenv", "PATH", f"{Path(sys.executable).parent}:/usr/bin:/bin"]
        line = [*CONTAINER, *opened_python(), *path, "--ro-bind", str(mine), "/var/tmp/course", "--", *python]
        try:
            done = subprocess.run(line, capture_output=True, timeout=3 * SECONDS, text=True, errors="replace")
            return json.loads(done.stdout)
        except (subprocess.TimeoutExpired, ValueError):
            return {"ended": False, "left": 0, "grades": {}, "files": [], "size": 0, "page": ""}


def main(output, *parts):
    """Grade the cases that the file does not hold yet, and write it after each."""
    output = Path(output)
    known = json.loads(output.read_text()) if output.is_file() else {}
    with tempfile.TemporaryDirectory() as folder:
        course = prepared(Path(folder) / "course")
        for name, case in CASES.items():
            if name in known or (parts and not any(part in name for part in parts)):
                continue
            known[name] = graded(course, case)
            output.write_text(json.dumps(known))
            sys.stderr.write(f"{len(known)} {name}: {known[name]['grades'].get(name)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
