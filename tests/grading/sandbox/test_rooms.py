"""What a process in the sandbox can see and write: its rooms, the system, Python, nothing of the host."""

import os
import sys
from pathlib import Path

import pytest
from in_sandbox import Inside

from dlcourse.grading.sandbox.visible import OWN, PACKAGE


@pytest.mark.parametrize(
    "place", ["/", "/usr", "/etc", "/dev", "/run", "/proc", "/python", f"{OWN}/dlcourse", "/python/base"]
)
def test_nothing_can_be_written_outside_of_the_private_rooms(inside, place):
    answer = inside.tell(f"open({place!r} + '/written', 'w')")
    assert answer["error"] in ("PermissionError", "OSError", "FileNotFoundError"), answer
    assert not Path(place, "written").exists()


def test_an_installed_file_cannot_be_changed(inside):
    for code in ("open(os.__file__, 'a')", "os.unlink(os.__file__)", "os.chmod(os.__file__, 0o666)"):
        answer = inside.tell(f"import os; {code}")
        assert answer["error"] in ("OSError", "PermissionError")


def test_nothing_that_students_see_tells_where_the_grader_keeps_things(inside):
    told = inside.says("""
import os, sys, traceback
import numpy as np
try: np.linalg.inv(np.zeros((2, 2)))
except Exception: trace = traceback.format_exc()
said = [trace, os.getcwd(), sys.executable, sys.prefix, sys.base_prefix, sys.argv, dict(os.environ)]
said += sys.path + [getattr(module, "__file__", "") for module in list(sys.modules.values())]
said = repr(said)
""")
    system = ("/usr", "/lib", "/bin")
    ours = [str(PACKAGE.parent), sys.prefix, sys.base_prefix, os.path.expanduser("~/")]
    assert [path for path in ours if path in told and not path.startswith(system)] == []
    assert "/python/" in told


def test_the_environment_is_that_of_the_grader(inside):
    import numpy

    asked = "[numpy.__version__, sys.version, sys.prefix != sys.base_prefix]"
    assert inside.says(f"import numpy, sys; said = {asked}") == eval(asked)
    assert (
        inside.says("""
import subprocess, sys
line = [sys.executable, "-c", "import numpy, dlcourse; print(numpy.__version__)"]
said = subprocess.run(line, capture_output=True, text=True).stdout.strip()
""")
        == numpy.__version__
    )


@pytest.mark.parametrize("path", ["tests", "solutions", "book", ".git", "pyproject.toml", "exercises"])
def test_the_repository_around_the_package_is_not_there(inside, path):
    assert inside.says(f"import os; said = os.path.exists({str(PACKAGE.parent / path)!r})") is False
    assert inside.says(f"import os; said = os.path.exists('{OWN}/{path}')") is False
    assert inside.says(f"import os; said = os.path.exists(f'{OWN}/dlcourse/grading')") is True


def test_the_host_is_not_there(inside, tmp_path):
    (tmp_path / "secret").write_text("42")
    for path in (
        str(tmp_path / "secret"),
        "/etc/passwd",
        "/etc/shadow",
        "/sys",
        "/var",
        "/proc/1/environ",
        "/proc/self/fd",
    ):
        assert inside.says(f"import os; said = os.path.exists({path!r})") is False, path


def test_the_environment_of_the_grader_is_not_there(monkeypatch, box):
    known = """PATH HOME TMPDIR LANG PYTHONPATH LD_LIBRARY_PATH PYTHONDONTWRITEBYTECODE MPLBACKEND PWD
        LC_CTYPE""".split()
    with Inside(box) as one:
        names = one.says("import os; said = list(os.environ)")
    assert {name for name in names if not name.endswith("_NUM_THREADS")} <= set(known)
