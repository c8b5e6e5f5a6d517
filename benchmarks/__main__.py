"""The command: check that all peers compute the same, then time them interleaved, then report the ratios."""

import argparse
import sys

import numpy as np

from benchmarks import peers as peer_modules
from benchmarks import report
from benchmarks.timing import interleave
from benchmarks.workloads import WORKLOADS, ScalarChain, Training


def training_steps(workload: Training, peers: dict) -> dict:
    """The step of each peer, after all have been seen to reach the same loss and weights from the same
    start."""
    steps, reached = {}, {}
    for name, peer in peers.items():
        if peer.training is not None:
            step, weights = peer.training(workload)
            losses = [float(step()) for _ in range(workload.n_check)]
            reached[name] = (losses, [np.array(w) for w in weights()])
            steps[name] = step
    losses, weights = reached["dlcourse"]
    for name, (their_losses, their_weights) in reached.items():
        np.testing.assert_allclose(
            losses, their_losses, rtol=1e-4, err_msg=f"{workload.name}: losses of {name}"
        )
        for ours, theirs in zip(weights, their_weights, strict=True):
            np.testing.assert_allclose(ours, theirs, rtol=1e-3, atol=1e-5, err_msg=f"{workload.name}: {name}")
    return steps


def scalar_chains(workload: ScalarChain, peers: dict) -> dict:
    """The chain of each peer, after all have been seen to give the same derivatives."""
    runs = {
        name: peer.scalar_chain(workload) for name, peer in peers.items() if peer.scalar_chain is not None
    }
    expected = runs["dlcourse"]()
    for name, run in runs.items():
        np.testing.assert_allclose(expected, run(), rtol=1e-9, err_msg=f"{workload.name}: {name}")
    return runs


def main():
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("workloads", nargs="*", default=list(WORKLOADS), help=f"of {', '.join(WORKLOADS)}")
    parser.add_argument(
        "--seconds", type=float, default=20, help="time for each workload, all peers together"
    )
    options = parser.parse_args()
    unknown = set(options.workloads) - set(WORKLOADS)
    if unknown:
        parser.error(f"expected workloads of {', '.join(WORKLOADS)}, got {', '.join(sorted(unknown))}")
    peers, skipped = peer_modules.load()
    rows = []
    for name in options.workloads:
        workload = WORKLOADS[name]
        prepare = training_steps if isinstance(workload, Training) else scalar_chains
        times = interleave(prepare(workload, peers), options.seconds)
        rows.append({"name": name, "step": str(workload), "ratios": report.ratios(times)})
    path = report.save(rows, report.machine(peers), skipped)
    sys.stdout.write(path.read_text())


if __name__ == "__main__":
    main()
