"""Equal threads for all. Libraries read these variables when they are imported, so they are set before."""

import os

VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "NPROC")


def limit(n: int) -> None:
    """From here on, n threads for what is imported, in this process and in those that it starts."""
    for name in VARIABLES:  # NPROC is XLA's
        os.environ[name] = str(n)
    if n == 1:
        os.environ["XLA_FLAGS"] = (
            f"{os.environ.get('XLA_FLAGS', '')} --xla_cpu_multi_thread_eigen=false".strip()
        )


def limited() -> int:
    """How many threads each peer may use."""
    return int(os.environ.get("OMP_NUM_THREADS", os.cpu_count()))
