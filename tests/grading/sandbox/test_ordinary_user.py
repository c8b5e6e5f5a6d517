"""The same walls when the person who grades is no root: by user namespaces."""

import os
import shutil
import subprocess
import sys
import tempfile

import pytest

from dlcourse.grading.sandbox.visible import PACKAGE

# A Python in root's home is out of nobody's reach: in a mount namespace of this test's own, that home is
# empty but for the Python.
SETTING = """
mount --make-rprivate / || exit 77
case "$PREFIX" in
  /root/*)
    mount --bind "$PREFIX" /mnt && mount -t tmpfs -o mode=755 none /root && mkdir -p "$PREFIX" &&
    mount --move /mnt "$PREFIX" || exit 77 ;;
esac
exec setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
"""


@pytest.mark.slow
def test_the_walls_stand_for_an_ordinary_user():
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("the other tests run as an ordinary user already")
    if not all(map(shutil.which, ("bwrap", "unshare", "setpriv"))):
        pytest.skip("bubblewrap, unshare or setpriv is not installed")
    tests = [
        str(PACKAGE.parent / "tests" / "grading" / "sandbox" / name)
        for name in ("test_walls.py", "test_rooms.py", "test_box.py")
    ]
    line = ["unshare", "-m", "sh", "-c", SETTING, "sh", sys.executable, "-m", "pytest", "-q", "-n0", "-rA"]
    folder = os.path.join(tempfile.gettempdir(), f"dlcourse-nobody-{os.getpid()}")  # in reach of nobody
    done = subprocess.run(
        [
            *line,
            "-p",
            "no:cacheprovider",
            "--basetemp",
            folder,
            *tests,
        ],
        capture_output=True,
        text=True,
        cwd=PACKAGE.parent,
        env={**os.environ, "PREFIX": sys.base_prefix, "HOME": "/tmp", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    shutil.rmtree(folder, ignore_errors=True)
    if done.returncode == 77:
        pytest.skip("no mount namespace can be made here")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert "SKIPPED" not in done.stdout, done.stdout[-3000:]
