"""Many machines, played by two processes: Dask gives the same grades."""

import os
import subprocess
import sys

import pytest
from classrun_course import PATH, graded, in_gradebook, needs_sandbox, scores

from benchmarks.classroom import NAME, make_course

CLUSTER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        sys.stdout.write(cluster.scheduler_address + "\\n")
        sys.stdout.flush()
        sys.stdin.read()
"""


@pytest.mark.slow
@needs_sandbox
def test_two_workers_of_a_cluster_give_the_same_grades(tmp_path):
    pytest.importorskip("distributed", reason="no Dask: pip install 'dlcourse[dask]'")
    earned = make_course(tmp_path / "course", 45)
    script = tmp_path / "cluster.py"
    script.write_text(CLUSTER)
    cluster = subprocess.Popen(
        [sys.executable, script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": PATH},
    )
    try:
        address = cluster.stdout.readline().strip()
        graded(tmp_path / "course", NAME, "--scheduler", address, "--records", "records.json")
    finally:
        cluster.communicate()
    assert scores(tmp_path / "course") == earned == in_gradebook(tmp_path / "course")
