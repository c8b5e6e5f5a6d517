"""Tests of late packages: modules are the same, and the first file runs when it is asked for something."""

import importlib
import subprocess
import sys

import pytest

from dlcourse.grading.classrun.late import called_late, import_late, named

FIRST = """
from late_made_up.part import VALUE, HIDDEN
from .part import VALUE as OTHER
from . import part
RUN = part.RUNS.append(1) or len(part.RUNS)
if RUN:
    HIDDEN = 7
__all__ = ["VALUE", "OTHER"]
"""
NBGRADER = """
import sys
from dlcourse.grading.classrun.booking import import_nbgrader, version_of_tables
import_nbgrader()
import nbgrader, nbgrader.api
assert nbgrader.api.get_alembic_version is version_of_tables
from nbgrader import utils
assert "nbgrader.server_extensions.formgrader" not in sys.modules
before = nbgrader.api.Grade, utils
assert nbgrader.__version__ and nbgrader._jupyter_server_extension_points() == [{"module": "nbgrader"}]
assert "nbgrader.server_extensions.formgrader" in sys.modules
assert (nbgrader.api.Grade, nbgrader.utils) == before
import nbconvert.preprocessors, nbgrader.preprocessors
assert issubclass(nbgrader.preprocessors.Execute, nbconvert.preprocessors.ExecutePreprocessor)
assert nbconvert.preprocessors.TagRemovePreprocessor and nbconvert.get_exporter("html")
import jupyter_client.manager, yaml
assert jupyter_client.KernelManager is jupyter_client.manager.KernelManager
assert yaml.safe_load("a: 1") == {"a": 1}
"""
KERNELS = """
import sys
from dlcourse.grading.classrun.booking import ONLY_NAMED, import_nbgrader
import_nbgrader()
assert not {*ONLY_NAMED, "zmq"} & {*sys.modules}
import nbformat
from nbgrader.preprocessors import Execute
notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("6 * 7")])
notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
made, _ = Execute().preprocess(notebook, {})
import jupyter_client.manager
assert issubclass(Execute().kernel_manager_class, jupyter_client.manager.KernelManager)
print(made.cells[0].outputs[0].data["text/plain"])
"""


@pytest.fixture
def made_up(tmp_path, monkeypatch):
    """A package on disk, and its name."""
    folder = tmp_path / "late_made_up"
    folder.mkdir()
    (folder / "__init__.py").write_text(FIRST)
    (folder / "part.py").write_text("VALUE, HIDDEN, RUNS = 3, 4, []\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield "late_made_up"
    for name in [name for name in sys.modules if name.startswith("late_made_up")]:
        del sys.modules[name]


def test_the_modules_of_a_late_package_do_not_run_its_first_file(made_up):
    import_late(made_up)
    part = importlib.import_module(f"{made_up}.part")
    assert (part.VALUE, part.RUNS) == (3, [])
    package = sys.modules[made_up]
    assert (package.VALUE, package.OTHER, part.RUNS) == (3, 3, [])  # which it takes from a module
    assert package.HIDDEN == 7 and part.RUNS == [1]  # which it binds anew
    assert (package.RUN, package.VALUE, part.RUNS) == (1, 3, [1]) and package.part is part


def test_a_late_package_has_its_modules_as_attributes(made_up):
    import_late(made_up)
    assert sys.modules[made_up].part.RUNS == []


def test_what_a_package_has_not_a_late_one_has_not(made_up):
    import_late(made_up)
    assert not hasattr(sys.modules[made_up], "other")


def test_a_package_that_is_imported_stays_as_it_is(made_up):
    before = importlib.import_module(made_up)
    import_late(made_up)
    assert sys.modules[made_up] is before and before.RUN == 1


def test_a_package_that_is_not_installed_is_named():
    with pytest.raises(ModuleNotFoundError, match="late_never_made: expected a package"):
        import_late("late_never_made")


@pytest.mark.slow
def test_nbgrader_is_the_same_when_it_is_imported_late():
    done = subprocess.run([sys.executable, "-c", NBGRADER], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


SELDOM = """
import sys, zipfile
from dlcourse.grading.classrun.booking import SELDOM_CALLED, import_nbgrader
import_nbgrader()
import nbgrader.utils, nbgrader.auth.jupyterhub
from nbgrader.converters.base import fuzz
assert not {*SELDOM_CALLED} & {*sys.modules}
with zipfile.ZipFile("a.zip", "w") as archive:
    archive.writestr("b.txt", "c")
nbgrader.utils.unzip("a.zip", ".")
assert open("b.txt").read() == "c"
assert fuzz.ratio("ab", "ab") == 100
import rapidfuzz, requests, setuptools.archive_util
assert rapidfuzz.fuzz.ratio is not fuzz.ratio and issubclass(requests.Session, object)
assert issubclass(setuptools.archive_util.UnrecognizedFormat, Exception)
try:
    nbgrader.auth.jupyterhub.requests.request("GET", "address")
except requests.exceptions.MissingSchema:
    print("asked")
"""


def test_a_function_of_a_late_module_is_the_same_once_it_is_called(made_up):
    name = f"{made_up}.part"
    importlib.import_module(made_up)
    part = sys.modules.pop(name)
    part.twice = lambda x: 2 * x
    with called_late(name):
        twice = importlib.import_module(name).twice
        assert not hasattr(importlib.import_module(name), "__path__")
    assert name not in sys.modules
    sys.modules[name] = part
    with called_late(name):  # which is imported already
        assert importlib.import_module(name) is part
    assert twice(4) == 8 and importlib.import_module(name) is part


def test_a_class_that_is_only_named_is_its_name(made_up):
    name = f"{made_up}.part"
    importlib.import_module(made_up)
    part = sys.modules.pop(name)
    with named(name):
        assert importlib.import_module(name).Thing == f"{name}.Thing" and name in sys.modules
    assert name not in sys.modules
    sys.modules[name] = part
    with named(name):  # which is imported already
        assert importlib.import_module(name) is part


@pytest.mark.kernel
def test_what_runs_kernels_finds_the_classes_that_were_only_named(tmp_path):
    done = subprocess.run([sys.executable, "-c", KERNELS], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout == "42\n", done.stderr[-2000:]


def test_what_nbgrader_seldom_calls_is_imported_when_it_does(tmp_path):
    done = subprocess.run([sys.executable, "-c", SELDOM], cwd=tmp_path, capture_output=True, text=True)
    assert (done.stderr, done.stdout) == ("", "asked\n")
