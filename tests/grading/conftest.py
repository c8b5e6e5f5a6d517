"""Kernels are started by tests that say so: the quick tests have none."""

import functools
import os
import sys
from pathlib import Path

import pytest

# nbgrader calls `alembic` by name, which lies beside this Python, activated or not
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])


@pytest.fixture(scope="session", autouse=True)
def _the_version_of_gradebooks_is_asked_for_once():
    """For each new gradebook nbgrader starts a Python that says which version the tables have: the same."""
    from nbgrader import api

    from dlcourse.grading.classrun.booking import version_of_tables

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(api, "get_alembic_version", functools.cache(version_of_tables))
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_grammars_are_compiled_where_tests_start_a_python(tmp_path_factory):
    """As in this one, see tests/conftest.py: three of the five seconds that a command of nbgrader takes."""
    folder = tmp_path_factory.mktemp("left_out")
    (folder / "rfc3987_syntax.py").write_text("raise ImportError\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(folder), prepend=os.pathsep)
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_sandbox_is_left_open():
    """That of `nbgrader autograde` stays open for a minute, for the next notebook."""
    yield
    if judge := sys.modules.get("dlcourse.grading.judge"):
        judge.BENCHES.close()


@pytest.fixture(autouse=True)
def _a_kernel_is_announced(request, monkeypatch):
    if request.node.get_closest_marker("kernel"):
        return
    from dlcourse.grading.execute import CourseExecute

    def refuse(*args, **kwargs):
        raise AssertionError("this test starts a kernel: mark it with pytest.mark.kernel")

    monkeypatch.setattr(CourseExecute, "start_new_kernel", refuse)


@pytest.fixture(scope="module")
def forked_kernels():
    """Kernels are forked, see forked_kernels.py; those of test_execute and test_cli are started."""
    if not sys.platform.startswith("linux"):  # elsewhere a fork of what has imported NumPy may hang
        yield
        return
    from forked_kernels import ForkedKernels
    from jupyter_client.provisioning import local_provisioner

    with ForkedKernels() as kernels, pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_provisioner, "launch_kernel", kernels.launch_kernel)
        yield
