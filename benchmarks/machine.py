"""What the ratios hold for: processor, threads, versions, date. No name of the machine."""

import datetime
import importlib.metadata
import os
import platform
from pathlib import Path

import numpy as np

from benchmarks.threads import limited


def about(modules: dict) -> dict:
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return {
        "date": datetime.date.today().isoformat(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "threads": limited(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "numpy": np.__version__,
        "llvmlite": _version("llvmlite"),
        "blas": f"{blas.get('name')} {blas.get('version')}",
        "peers": {name: module.VERSION for name, module in modules.items()},
        "notes": {name: module.NOTE for name, module in modules.items()},
    }


def _version(package: str) -> str:
    """The version of a package, or "not installed"."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def _processor():
    """The model as the system names it, and its generation: some virtual machines hide the name."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    found = {}
    for line in lines:
        key, _, value = line.partition(":")
        found.setdefault(key.strip(), value.strip())
    name = found.get("model name") or platform.processor()
    if "cpu family" in found:
        name += f" (family {found['cpu family']}, model {found['model']})"
    return name
