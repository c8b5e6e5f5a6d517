"""One workload: who can do it, who agrees with the reference, and the times of those who do."""

import statistics

from benchmarks import agreement, peers, reference, timing
from benchmarks.goals import GOALS


def measure(
    workload,
    modules: dict,
    seconds: float,
    min_rounds: int = timing.MIN_ROUNDS,
    expect=reference.outcome,
    **options,
) -> dict:
    """A row of the report: times, ratios, who was left out and why, who disagrees. Nothing is timed that
    disagrees. `expect(workload)` gives what to reach; `options` go to the peers' functions: the device."""
    row = {
        "name": workload.name,
        "step": str(workload),
        "dtype": workload.dtype,
        "left_out": {},
        "disagree": {},
    }
    tasks = _agreeing(workload, modules, row, expect, options)
    times, cores = timing.interleave(tasks, seconds, min_rounds)
    row["n_rounds"] = min((len(rounds) for rounds in times.values()), default=0)
    row["seconds"] = {name: statistics.median(rounds) for name, rounds in times.items()}
    row["cores"] = cores
    row["ratios"] = {ours: ratios(times, ours) for ours in peers.OURS if ours in times}
    row["verdict"] = verdict(row)
    return row


def ratios(times: dict, ours: str) -> dict:
    """Per peer, median and minimum over the rounds of ours / theirs."""
    table = {}
    for name, theirs in times.items():
        if name not in peers.OURS:
            rounds = [a / b for a, b in zip(times[ours], theirs, strict=True)]
            table[name] = {"median": statistics.median(rounds), "minimum": min(rounds)}
    return table


def verdict(row: dict) -> dict:
    """The goals of the workload against the medians of our better gear; None where there is no such peer."""
    goal = GOALS.get(row["name"])
    if goal is None:
        return {}
    eager, best = [], []
    for gear, table in row["ratios"].items():
        if "torch_eager" in table:
            eager.append((table["torch_eager"]["median"], gear))
        counted = [(r["median"], name) for name, r in table.items() if goal.counts(name)]
        if counted:
            best.append((*max(counted), gear))
    found = {"eager": None, "best": None}
    if eager:
        ratio, gear = min(eager)
        found["eager"] = {"ratio": ratio, "gear": gear, "met": ratio <= goal.eager}
    if best:
        ratio, peer, gear = min(best)
        found["best"] = {"ratio": ratio, "peer": peer, "gear": gear, "met": goal.is_met(ratio)}
    return found


def _agreeing(workload, modules, row, expect, options):
    """The tasks that may be timed; `row` is told of the others."""
    expected, tasks = None, {}
    for name, module in modules.items():
        try:
            task = peers.task(module, workload, **options)
            found = agreement.outcome(task, workload) if task.checked else None
        except peers.Unsupported as reason:
            row["left_out"][name] = str(reason)
            continue
        except Exception as error:  # a peer that fails is named, and the others go on
            row["left_out"][name] = (
                f"failed: {type(error).__name__}: {str(error).strip().partition(chr(10))[0]}"
            )
            continue
        if found is not None:
            expected = expected or expect(workload)
            difference = agreement.disagreement(found, expected, workload)
            if difference:
                row["disagree"][name] = difference
                continue
        tasks[name] = task
    return tasks
