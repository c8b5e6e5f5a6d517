"""Ratios as a table: median and minimum of ours / theirs, round by round, with the machine and the
versions."""

import datetime
import json
import os
import platform
import statistics
from pathlib import Path

import numpy as np

RESULTS = Path(__file__).parent / "results"


def ratios(times: dict, ours: str = "dlcourse") -> dict:
    """Per peer, the median over rounds of ours / theirs, and the ratio of the two fastest rounds."""
    table = {}
    for name, theirs in times.items():
        if name != ours:
            rounds = [a / b for a, b in zip(times[ours], theirs, strict=True)]
            table[name] = {"median": statistics.median(rounds), "minimum": min(times[ours]) / min(theirs)}
    return table


def machine(peers) -> dict:
    """What the ratios hold for."""
    return {
        "date": datetime.date.today().isoformat(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "processor": _processor(),
        "cores": os.cpu_count(),
        "threads": int(os.environ.get("OMP_NUM_THREADS", os.cpu_count())),
        "peers": {name: peer.VERSION for name, peer in peers.items()},
    }


def _processor():
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def markdown(rows: list[dict], about: dict, skipped: dict) -> str:
    """The table as Markdown. Below 1, ours is the faster one."""
    lines = [
        f"Measured on {about['date']}: {about['processor']}, {about['threads']} thread(s), "
        f"Python {about['python']}, "
        f"NumPy {about['numpy']}; "
        + ", ".join(f"{name} {version}" for name, version in about["peers"].items()),
        "",
        "| workload | step | peer | ours / peer, median | ours / peer, fastest rounds |",
        "| --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        for peer, ratio in row["ratios"].items():
            cells = (row["name"], row["step"], peer, f"{ratio['median']:.3f}", f"{ratio['minimum']:.3f}")
            lines.append(f"| {' | '.join(cells)} |")
    lines += ["", *(f"Skipped: {name} ({reason})" for name, reason in skipped.items())]
    return "\n".join(lines).rstrip() + "\n"


def save(rows, about, skipped) -> Path:
    """Write results/latest.json and results/latest.md; returns the path of the latter."""
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "latest.json").write_text(
        json.dumps({"about": about, "rows": rows, "skipped": skipped}, indent=1) + "\n"
    )
    path = RESULTS / "latest.md"
    path.write_text(markdown(rows, about, skipped))
    return path
