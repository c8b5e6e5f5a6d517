"""Chapter 20: speed. What the benchmark against other libraries found, as it is committed."""

import json
import runpy
from pathlib import Path

from dlcourse.numbers import Number

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
NAMES = {
    "torch_eager": "PyTorch eager",
    "torch_eager_tuned": "PyTorch eager, tuned",
    "torch_compiled": "PyTorch compiled",
    "jax_jit": "JAX jit",
    "jax_jit_flat": "JAX jit, flat",
    "numpy_by_hand": "NumPy by hand",
    "autograd": "HIPS autograd",
    "mygrad": "MyGrad",
    "micrograd": "micrograd",
    "sklearn": "scikit-learn",
    "recording": "recording engines",
}

SHORT = {  # what a step is, beside a dot
    "W1": "2-8-1",
    "W2": "2-16-16-2",
    "W3": "64-100-100-100-10",
    "W3bn": "same, batch norm",
    "W4": "784-256-128-10",
    "W5": "784-1024-1024-10",
    "W6": "1024-2 × 2048-1000",
    "W7": "10,000 scalars",
    "W8": "gradient, 1,000",
    "W9": "Hessian, 33",
    "W10-1": "answer, 1",
    "W10-1024": "answer, 1,024",
}
SPACE = "\u00a0"  # no line may break here
NOT_OTHERS = ("dlcourse", "bare_products", "numpy")  # ours, the lower bound, and NumPy, named separately
OF_LOOPS = {"fit", "steps", "many", "jax_scan", "jax_scan_flat", "numba", "c"}  # of the report's other tables


def benchmark(folder: Path = BENCHMARKS) -> dict:
    """The committed results of the last `make bench`. Raises FileNotFoundError outside the course."""
    path = folder / "results/latest.json"
    if not path.exists():
        raise FileNotFoundError(
            f"benchmark: expected {path.name} in benchmarks/results, got no such file; "
            "run this in the course's own folder"
        )
    return json.loads(path.read_text(encoding="utf-8"))


def verdicts(result: dict, key: str) -> list[bool]:
    """Whether the goal is met, for each workload that has a ratio.   key: "eager" or "best" """
    found = [row["verdict"][key] for row in result["rows"] if row.get("verdict")]
    return [verdict["met"] for verdict in found if verdict is not None]


def benchmark_table(result: dict, folder: Path = BENCHMARKS) -> str:
    """The ratios beside their goals, as a table in Markdown."""
    # run, not imported: the library knows no module outside of it
    goals = runpy.run_path(str(folder / "goals.py"))["GOALS"]
    lines = ["| step | ours / PyTorch eager | goal | ours / best peer | goal |", "|---|---|---|---|---|"]
    for row in result["rows"]:
        goal = goals.get(row["name"])
        if goal is not None:
            best = f"{'<' if goal.strict else '≤'}{SPACE}{goal.best:g}, {NAMES.get(goal.of, goal.of)}"
            eager, other = (_cell(row["verdict"][key], key) for key in ("eager", "best"))
            lines.append(f"| {row['step']} | {eager} | ≤{SPACE}{goal.eager:g} | {other} | {best} |")
    return "\n".join(lines)


def _cell(verdict, key):
    if verdict is None:
        return "not measured"
    met = "met" if verdict["met"] else "not met"
    other = NAMES.get(verdict["peer"], verdict["peer"]) if key == "best" else verdict["gear"]
    digits = 2 if verdict["ratio"] >= 0.1 else 3
    return f"{verdict['ratio']:.{digits}f} ({other.removeprefix('dlcourse_')}), {met}"


def ratios_and_goals(result: dict, folder: Path = BENCHMARKS) -> list[tuple[str, float, float]]:
    """(step, ours / the best peer, goal) of each workload that has both."""
    goals = runpy.run_path(str(folder / "goals.py"))["GOALS"]
    found = [(row, row["verdict"]["best"]) for row in result["rows"] if row["name"] in goals]
    return [(SHORT[row["name"]], best["ratio"], goals[row["name"]].best) for row, best in found if best]


def about(result: dict) -> str:
    """A sentence that says when, on which machine and with which versions the benchmark ran."""
    found = result["about"]
    others = [name for name in found["peers"] if not name.startswith(NOT_OTHERS) and name not in OF_LOOPS]
    peers = [f"{NAMES.get(name, name)} {found['peers'][name]}" for name in others]
    return (
        f"Measured on {found['date']}: {found['processor']}, {found['cores']} cores, "
        f"{found['threads']} thread(s) for each; {found['system']}, Python {found['python']}, "
        f"NumPy {found['numpy']} with {found['blas']}, llvmlite {found['llvmlite']}; {', '.join(peers)}."
    )


def numbers() -> dict[str, Number]:
    """How many goals were met, against PyTorch eager and against the best peer."""
    result = benchmark()
    eager, best = (verdicts(result, key) for key in ("eager", "best"))
    source = f"`make bench` on {result['about']['date']}"
    found = {"eager_met": sum(eager), "eager": len(eager), "best_met": sum(best), "best": len(best)}
    return {name: Number(count, "d", source=source) for name, count in found.items()}
