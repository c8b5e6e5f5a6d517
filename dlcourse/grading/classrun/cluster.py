"""Cluster: many machines by Dask distributed, behind the same executor as the processes of this one."""

from contextlib import contextmanager

CHUNK = 25  # submissions a task: of fewer, Dask's own work would be felt; of more, a kill would cost many


@contextmanager
def connected(address: str, package: bytes):
    """A `with` block with (executor, number of tasks at the same time, the package as an argument of tasks).

    address: of Dask's scheduler, such as tcp://10.0.0.1:8786. Every worker needs this package and a sandbox.
    Raises ValueError when Dask is not installed, or no scheduler or no worker is there.
    """
    try:
        from distributed import Client
    except ImportError:
        raise ValueError(
            "grade: expected Dask for --scheduler, got none; pip install 'dlcourse[dask]'"
        ) from None
    try:
        client = Client(address, set_as_default=False, timeout="30s")
    except (OSError, ValueError) as error:
        raise ValueError(
            f"grade: expected a Dask scheduler at {address}, got {error}; start one with `dask scheduler`"
        ) from None
    with client:
        n_threads = sum(client.nthreads().values())
        if not n_threads:
            raise ValueError(
                f"grade: expected workers at {address}, got none; start some with `dask worker {address}`"
            )
        [shared] = client.scatter([package], broadcast=True)
        # the same submission may be graded twice: its result must not be one that was kept
        yield client.get_executor(pure=False), n_threads, shared
