"""What the ratios hold for: processor, threads, versions, date. No name of the machine."""

import datetime
import importlib.metadata
import os
import platform

import numpy as np

from benchmarks.threads import limited
from dlcourse.experiments.ch20_machine import blas, processor


def about(modules: dict) -> dict:
    return {
        "date": datetime.date.today().isoformat(),
        "processor": processor(),
        "cores": os.cpu_count(),
        "threads": limited(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "numpy": np.__version__,
        "llvmlite": _version("llvmlite"),
        "blas": blas(),
        "peers": {name: module.VERSION for name, module in modules.items()},
        "notes": {name: module.NOTE for name, module in modules.items()},
    }


def _version(package: str) -> str:
    """The version of a package, or "not installed"."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"
