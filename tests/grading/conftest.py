"""Kernels are started by tests that say so: the quick tests have none."""

import pytest


@pytest.fixture(autouse=True)
def _a_kernel_is_announced(request, monkeypatch):
    if request.node.get_closest_marker("kernel"):
        return
    from dlcourse.grading.execute import CourseExecute

    def refuse(*args, **kwargs):
        raise AssertionError("this test starts a kernel: mark it with pytest.mark.kernel")

    monkeypatch.setattr(CourseExecute, "start_new_kernel", refuse)
