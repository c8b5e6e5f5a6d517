"""Chapter 20's numbers from elsewhere: times within what any machine gives, counts made anew."""

import json
import math
import struct
from fractions import Fraction
from pathlib import Path

RESULTS = Path(__file__).parents[2] / "benchmarks" / "results" / "latest.json"


def speed():
    return {
        "products_of_small": (0.0, 0.2),
        "products_of_large": (0.3, 1.0),
        "bookkeeping_of_large": (0.0, 0.05),
        "replayed_of_narrow": (0.0, 0.6),
        "replayed_of_wide": (0.3, 1.2),
        "products_of_wide": (0.2, 1.0),
    }


def cost():
    from test_cost import counted_of_adam, counted_on_the_tape  # walks the tapes of small networks

    found = {}
    for name, widths, m in (("small", (2, 8, 1), 4), ("middle", (64, 100, 100, 100, 10), 64)):
        n_parameters = sum((n_in + 1) * n for n_in, n in zip(widths, widths[1:], strict=False))
        counted = counted_on_the_tape(widths, m) + counted_of_adam(n_parameters)
        found[f"calls_{name}"] = counted.calls
        found[f"flops_{name}"] = counted.flops
        found[f"intensity_{name}"] = (
            counted.flops / (4 * counted.moved) * 0.99,
            counted.flops / (4 * counted.moved) * 1.01,
        )
        found[f"bytes_{name}"] = (4 * counted.moved - 32, 4 * counted.moved + 32)
    products = 2 * 256 * (3 * (784 * 1024 + 1024 * 1024 + 1024 * 10) - 784 * 1024)
    found |= {"products_small": 448, "share_small": 448 / found["flops_small"], "share_large": (0.98, 1.0)}
    passes = 28 * (785 * 1024 + 1025 * 1024 + 1025 * 10)  # of Adam
    found |= {"calls_large": 40, "flops_large": (products, 1.02 * products)}
    found["bytes_large"] = (4 * passes, 4 * 1.3 * passes)
    found["intensity_large"] = (0.7 * products / (4 * passes), 1.05 * products / (4 * passes))
    found["intensity_of_one"] = (0.05, 0.25)  # a weight is moved some forty times, and used in six FLOPs
    return found | {
        "ridge": (1, 100),
        "of_the_rate_small": (1e-7, 1e-2),
        "of_the_rate_large": (0.2, 1.0),
        "xor_ideal": (1e-8, 1e-2),
        "xor_replayed": (0.01, 0.9),
        "lenet_passes": 2 * 61_706,
        "lenet_factor": 2 * 61_706 / 3,
        "weeks": 200_000 * 365.2425 / 7,
    }


def precision():
    exact, n = 0.1, 10**6
    summand = Fraction(struct.unpack("f", struct.pack("f", 0.1))[0])
    return {
        "back_32": (1e-8, 1e-6),
        "back_64": (1e-17, 1e-15),
        "central_32": (1e-5, 1e-3),  # of the order of the two thirds power of 2^-24, and of 2^-53
        "central_64": (1e-11, 1e-9),
        "forward_32": (1e-4, 1e-2),  # of the order of the root
        "forward_64": (1e-8, 1e-6),
        "sum_32": rounded_sum(n),
        "drift_32": rounded_sum(n) / (exact * n) - 1,
        "drift_64": (1e-12, 1e-10),
        "pairwise_32": (0.0, 10 * abs(float(summand * 10 - 1))),
        "rows_32": rounded_sum(n) / (exact * n) - 1,
        "stuck_32": 2**24,
        "least_logit_32": -150 * math.log(2),  # half of 2^-149 is rounded to 0
        "largest_logit_32": math.log((2 - 2**-23) * 2.0**127),
        "largest_logit_64": math.log((2 - 2**-52) * 2.0**1023),
    }


def rounded_sum(n):
    """0.1 + 0.1 + ..., n times, each sum rounded to 32 bits."""
    total, (summand,) = 0.0, struct.unpack("f", struct.pack("f", 0.1))
    for _ in range(n):
        (total,) = struct.unpack("f", struct.pack("f", total + summand))
    return total


def tape_by_hand():
    return {"stale": math.tanh(0.1)}


def benchmark():
    text = RESULTS.read_text(encoding="utf-8")
    rows = [row for row in json.loads(text)["rows"] if row.get("verdict")]
    found = {key: [row["verdict"][key] for row in rows if row["verdict"][key]] for key in ("eager", "best")}
    return {
        **{key: len(verdicts) for key, verdicts in found.items()},
        **{f"{key}_met": sum(v["met"] for v in verdicts) for key, verdicts in found.items()},
    }
