"""The report as Markdown and JSON. Below 1, ours is the faster one."""

import json
from pathlib import Path

from benchmarks.fitting import FIT_GOAL, LOOP_GOAL
from benchmarks.goals import GOALS
from benchmarks.peers import OURS

RESULTS = Path(__file__).parent / "results"


def markdown(result: dict) -> str:
    """The whole report. `result`: about, rows, skipped, and resources or None."""
    parts = [heading(result["about"])]
    if any(row["name"] in GOALS for row in result["rows"]):
        parts.append(goals(result["rows"]))
    if result.get("fits"):
        parts.append(fits(result["fits"]))
    if result["rows"]:
        parts.append(ratios(result["rows"]))
    parts.append(remarks(result))
    if result.get("resources"):
        parts.append(resources(result["resources"]))
    return "\n".join(part for part in parts if part)


def heading(about: dict) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in about["peers"].items())
    return (
        f"# Ours / theirs\n\nMeasured on {about['date']}: {about['processor']}, {about['cores']} cores, "
        f"{about['threads']} thread(s) for each peer; {about['system']}, Python {about['python']}, NumPy "
        f"{about['numpy']} with {about['blas']}, llvmlite {about['llvmlite']}; {versions}.\n\n"
        "All start from the same weights, were found "
        "to reach the same losses and weights, and then took turns. Below 1, ours is the faster one.\n"
    )


def goals(rows: list[dict]) -> str:
    """The goals, and whether the median of our better gear meets them."""
    lines = [
        "## Goals\n",
        *_header("workload", "step", "/ PyTorch eager", "goal", "", "/ best peer", "goal", ""),
    ]
    for row in rows:
        goal = GOALS.get(row["name"])
        if goal is None:
            continue
        cells = [row["name"], row["step"]]
        for key, text in (("eager", f"{goal.eager:g}"), ("best", goal.best_text())):
            found = row["verdict"][key]
            if found is None:
                cells += ["not measured", text, ""]
                continue
            against = f" ({found['peer']})" if key == "best" else f" ({_gear(found['gear'])})"
            cells += [f"{found['ratio']:.3f}{against}", text, "met" if found["met"] else "not met"]
        lines.append(_line(cells))
    return "\n".join(lines) + "\n"


def ratios(rows: list[dict]) -> str:
    """Every ratio: median, and minimum in brackets."""
    lines = ["## Ratios: median (minimum) over the rounds\n"]
    lines += _header("workload", "peer", "time of the peer", *(f"{_gear(name)} / peer" for name in OURS))
    for row in rows:
        for name, seconds in row["seconds"].items():
            tables = [row["ratios"].get(ours, {}).get(name) for ours in OURS]
            cells = [f"{t['median']:.3f} ({t['minimum']:.3f})" if t else "" for t in tables]
            lines.append(_line([row["name"], name, duration(seconds), *cells]))
    return "\n".join(lines) + "\n"


def fits(rows: list[dict]) -> str:
    """`fit` over many steps: the time of a step, and ours beside all others."""
    head = ("workload", "a step of fit", "/ JAX's loop", "goal", "", "/ our best other way", "goal", "")
    lines, times = ["## `fit`, from its call to its end\n", *_header(*head)], []
    for row in rows:
        cells = [f"{row['name']}: {row['step']}", duration(row["seconds"]["fit"])]
        for key, goal in (("loop", LOOP_GOAL), ("ours", FIT_GOAL)):
            found = row["verdict"][key]
            cells += [f"{found['ratio']:.3f} ({found['peer']})" if found else "not measured", f"≤ {goal:g}"]
            cells.append({True: "met", False: "not met"}[found["met"]] if found else "")
        lines.append(_line(cells))
        for name, seconds in row["seconds"].items():
            ratio = f"{row['ratios'][name]:.3f}" if name in row["ratios"] else ""
            times.append(_line([row["name"], name, duration(seconds), ratio]))
    return (
        "\n".join([*lines, "", *_header("workload", "loop", "time of a step", "fit / loop"), *times]) + "\n"
    )


def remarks(result: dict) -> str:
    """Settings, who was left out and why, who disagrees, who used more cores than it was given."""
    lines = ["## Remarks\n", *(f"- {name}: {note}" for name, note in result["about"]["notes"].items())]
    lines += [f"- skipped: {name} ({reason})" for name, reason in result["skipped"].items()]
    reasons: dict = {}
    rows = [*result["rows"], *result.get("fits", ())]
    for row in rows:
        for name, reason in row["left_out"].items():
            reasons.setdefault((name, reason), []).append(row["name"])
    lines += [f"- left out: {name} of {', '.join(of)}: {reason}" for (name, reason), of in reasons.items()]
    for row in rows:
        lines += [
            f"- DISAGREES, not timed: {name} in {row['name']}: {how}" for name, how in row["disagree"].items()
        ]
        busy = {n: c for n, c in row["cores"].items() if c > 1.1 * result["about"]["threads"]}
        lines += [f"- more cores than given: {n} in {row['name']} kept {c:.2f} busy" for n, c in busy.items()]
    return "\n".join(lines) + "\n"


def resources(rows: list[dict]) -> str:
    """Memory, import time, growth, garbage."""
    lines = ["## Memory, import, growth, garbage\n", *_header("what", "measured", "goal", "")]
    for row in rows:
        met = {True: "met", False: "not met", None: ""}[row["met"]]
        lines.append(_line([row["what"], row["measured"], row["goal"], met]))
    return "\n".join(lines) + "\n"


def duration(seconds: float) -> str:
    """Seconds in the unit that fits, three digits."""
    for unit, size in (("s", 1), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-6:.3g} µs"


def save(result: dict, name: str = "latest", folder: Path = RESULTS, text: str | None = None) -> Path:
    """Write <name>.json and <name>.md, the text or else `markdown(result)`; returns the latter's path."""
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.json").write_text(
        json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    path = folder / f"{name}.md"
    path.write_text(text or markdown(result), encoding="utf-8")
    return path


def _gear(name):
    return name.removeprefix("dlcourse_")


def _header(*names):
    return [_line(names), _line(["---"] * len(names))]


def _line(cells):
    return f"| {' | '.join(cells)} |"
