"""One run of the benchmark, from the options to the saved report."""

import sys

from benchmarks import cuda, fitting, loops, machine, measure, peers, report, resources, timing, workloads


def run(options, out) -> int:
    """Measure, save, print. Returns 1 when somebody disagrees with the reference, or one of ours failed."""
    try:
        if options.device == "cuda":
            return cuda.run(options, out)
        known = workloads.WORKLOADS | fitting.FITTINGS
        chosen = workloads.chosen(options.workloads or ",".join(known), known)
        modules, skipped = peers.load(names(options.peers))
        looping, missing = loops.load() if options.peers is None else ({}, {})
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    rows, fits = [], []
    for workload in chosen:
        sys.stderr.write(f"{workload.name}: {workload}\n")
        seconds, rounds = (0, 2) if options.quick else (options.seconds, timing.MIN_ROUNDS)
        if isinstance(workload, fitting.Fitting):
            if looping:
                fits.append(fitting.measure(workload, looping, seconds, rounds))
        else:
            rows.append(measure.measure(workload, modules, seconds, rounds))
    wanted = options.resources or options.workloads is None
    result = {
        "about": machine.about(modules | looping),
        "rows": rows,
        "fits": fits,
        "skipped": skipped | missing,
        "resources": resources.measure_all(options.quick) if wanted else None,
    }
    if not (options.quick or options.workloads or options.peers):
        report.save(result)
    out.write(report.markdown(result))
    return int(any(row["disagree"] or failed(row) for row in (*rows, *fits)))


def names(listed: str | None) -> list[str]:
    """Ours, and the peers of a list "torch_eager,autograd", or all. Raises ValueError for an unknown one."""
    if listed is None:
        return list(peers.NAMES)
    wanted = listed.split(",")
    for name in wanted:
        if name not in peers.NAMES:
            raise ValueError(
                f"peers: expected some of {', '.join(peers.NAMES)}, got {name!r}; list them with commas"
            )
    return [name for name in peers.NAMES if name in (*peers.OURS, *wanted)]


def failed(row: dict) -> bool:
    """Whether one of our gears broke."""
    ours = (*peers.OURS, "fit", *loops.OTHER_WAYS)
    return any(row["left_out"].get(name, "").startswith("failed") for name in ours)
