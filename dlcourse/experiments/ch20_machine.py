"""Chapter 20: speed. What measured times hold for: processor, threads, versions. No name of the machine."""

import os
import platform
from pathlib import Path

import numpy as np

CPUINFO = Path("/proc/cpuinfo")


def processor(cpuinfo: Path = CPUINFO) -> str:
    """The model as the system names it, and its generation: some virtual machines hide the name."""
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    found = {}
    for line in lines:
        key, _, value = line.partition(":")
        found.setdefault(key.strip(), value.strip())
    name = found.get("model name") or platform.processor() or platform.machine()
    if "cpu family" in found:
        name += f" (family {found['cpu family']}, model {found['model']})"
    return name


def blas() -> str:
    """The library that multiplies NumPy's matrices, and its version."""
    found = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return f"{found.get('name')} {found.get('version')}"


def threads() -> int:
    """How many threads a product may use: all cores, where nothing is said."""
    return int(os.environ.get("OMP_NUM_THREADS") or os.cpu_count() or 1)


def about() -> str:
    """A sentence about the machine that runs this."""
    return (
        f"Measured on {processor()}, {os.cpu_count()} cores, {threads()} thread(s) for a product; "
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, "
        f"NumPy {np.__version__} with {blas()}."
    )
