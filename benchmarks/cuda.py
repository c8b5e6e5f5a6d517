"""The same on a GPU: ours on CuPy beside PyTorch, eager and with CUDA graphs, and JAX; and our share of the
rate at which the card multiplies matrices. All multiply in fp32; the tf32 rate is named for comparison."""

import os
import sys
import time
from itertools import pairwise

from benchmarks import agreement, machine, measure, peers, report, timing, workloads
from benchmarks.goals import CUDA_SHARE_GOAL

PEERS = (*peers.OURS, "torch_eager", "torch_compiled", "jax_jit")
COMMAND = "python -m benchmarks --device cuda"
N = 8192  # rows and columns of the product that tells the card's rate


def run(options, out) -> int:
    """Measure what can be measured, save results/cuda.md and cuda.json, print. Returns 1 on disagreement."""
    os.environ["CUPY_TF32"] = "0"
    os.environ["XLA_PYTHON_CLIENT_PREALLOCATE"] = "false"  # or JAX takes most of the card for itself
    chosen = workloads.chosen(
        options.workloads or ",".join(workloads.CUDA_WORKLOADS), workloads.CUDA_WORKLOADS
    )
    missing = no_gpu()
    if missing:
        result = {"missing": missing, "rows": [{"name": w.name, "step": str(w)} for w in chosen]}
        modules = {}
    else:
        modules, skipped = peers.load(PEERS)
        result = {"missing": None, "skipped": skipped, "card": card(), "rates": rates(), "rows": []}
        full_precision(modules)
        for workload in chosen:
            sys.stderr.write(f"{workload.name}: {workload}\n")
            seconds, rounds = (0, 2) if options.quick else (options.seconds, timing.MIN_ROUNDS)
            row = measure.measure(
                workload, modules, seconds, rounds, expect=expectation(modules), device="cuda"
            )
            result["rows"].append(row | {"share": share(row, workload, result["rates"]["fp32"])})
    result["about"] = machine.about(modules)
    if not options.quick:
        report.save(result, "cuda", text=markdown(result))
    out.write(markdown(result))
    return int(any(row.get("disagree") for row in result["rows"]))


def no_gpu() -> str | None:
    """Why nothing can be measured here, or None."""
    from dlcourse.backend import cuda_module

    try:
        cuda_module()
    except RuntimeError as error:
        return str(error)
    return None


def card() -> str:
    import cupy

    return cupy.cuda.runtime.getDeviceProperties(0)["name"].decode()


def rates() -> dict:
    """Operations per second of one product of N x N matrices, the best of ten: fp32; with PyTorch, tf32."""
    import cupy

    a, b = (cupy.random.random((N, N), dtype=cupy.float32) for _ in range(2))
    c = cupy.empty_like(a)
    found = {"fp32": _rate(lambda: cupy.matmul(a, b, out=c), cupy.cuda.get_current_stream().synchronize)}
    try:
        import torch
    except ImportError:
        return found
    if torch.cuda.is_available():
        a, b = (torch.rand(N, N, device="cuda") for _ in range(2))
        torch.set_float32_matmul_precision("high")
        found["tf32"] = _rate(lambda: a @ b, torch.cuda.synchronize)
        torch.set_float32_matmul_precision("highest")
    return found


def full_precision(modules) -> None:
    """fp32 products for all: JAX would take tf32 by itself."""
    if "jax_jit" in modules:
        modules["jax_jit"].jax.config.update("jax_default_matmul_precision", "float32")


def expectation(modules):
    """What to reach: by hand in float64, but for the networks that would take minutes, PyTorch eager's."""

    def expect(workload):
        from benchmarks import reference

        if max(workload.widths) <= 4096:
            return reference.outcome(workload)
        return agreement.outcome(peers.task(modules["torch_eager"], workload, device="cuda"), workload)

    return expect


def n_operations(workload) -> int:
    """Multiplications and additions in the products of one step: x W, x^T G, and from layer 2 on G W^T."""
    sizes = [n_in * n_out for n_in, n_out in pairwise(workload.widths)]
    return 2 * workload.batch_size * (3 * sum(sizes) - sizes[0])


def share(row: dict, workload, rate: float) -> dict:
    """By gear, the part of the card's fp32 rate that the step's products reach."""
    return {name: n_operations(workload) / row["seconds"][name] / rate for name in row["ratios"]}


def markdown(result: dict) -> str:
    """The report."""
    lines = ["# Ours / theirs on a GPU\n"]
    if result["missing"]:
        lines.append(f"Not measured on {result['about']['date']}: {result['missing']}.\n")
        lines += ["| workload | step | ours / theirs |", "| --- | --- | --- |"]
        for row in result["rows"]:
            command = f"`{COMMAND} --workloads {row['name']}`"
            lines.append(f"| {row['name']} | {row['step']} | not measured; {command} measures it |")
        return "\n".join(lines) + "\n"
    tera = ", ".join(f"{name} {rate / 1e12:.1f}" for name, rate in result["rates"].items())
    lines.append(
        f"{result['card']}. One product of {N} x {N} matrices, in 10^12 operations per second: {tera}.\n"
    )
    lines += ["| workload | gear | share of the fp32 rate | goal |  |", "| --- | --- | --- | --- | --- |"]
    for row in result["rows"]:
        full = row["name"].endswith("-8192")
        for name, part in row["share"].items():
            goal = f"≥ {CUDA_SHARE_GOAL}" if full else ""
            met = ("met" if part >= CUDA_SHARE_GOAL else "not met") if full else ""
            lines.append(f"| {row['name']} | {name} | {part:.3f} | {goal} | {met} |")
    return "\n".join(
        [*lines, "", report.heading(result["about"]), report.ratios(result["rows"]), report.remarks(result)]
    )


def _rate(product, synchronize):
    best = float("inf")
    for _ in range(10):
        synchronize()
        start = time.perf_counter()
        product()
        synchronize()
        best = min(best, time.perf_counter() - start)
    return 2 * N**3 / best
