"""The command: check that all peers compute the same, then time them in turn, then report the ratios.

make bench, or python -m benchmarks --workloads W1,W10 --seconds 60. The peers are in the extra "bench"; those
that are not installed are skipped by name.
"""

import argparse
import sys

from benchmarks import threads


def arguments(argv=None):
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.split("\n")[0])
    parser.add_argument("--workloads", metavar="W1,W10", help="only these; without memory, import and growth")
    parser.add_argument("--peers", metavar="A,B", help="only these, beside ours")
    parser.add_argument(
        "--seconds", type=float, default=20, help="for each workload, all peers together (20)"
    )
    parser.add_argument("--threads", type=int, default=1, help="for each peer (1)")
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument(
        "--resources", action="store_true", help="memory, import and growth, also with --workloads"
    )
    parser.add_argument("--quick", action="store_true", help="two rounds each: does it run? Saves nothing")
    return parser.parse_args(argv)


def main(argv=None) -> int:
    """The exit status: 1 when a peer disagrees with the reference or our own failed."""
    options = arguments(argv)
    threads.limit(options.threads)  # before anything imports numpy
    from benchmarks import run

    return run.run(options, sys.stdout)


if __name__ == "__main__":
    sys.exit(main())
