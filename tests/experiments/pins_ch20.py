"""Chapter 20's numbers from elsewhere: times within what any machine can give, goals counted anew."""

import json
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


def benchmark():
    text = RESULTS.read_text(encoding="utf-8")
    rows = [row for row in json.loads(text)["rows"] if row.get("verdict")]
    found = {key: [row["verdict"][key] for row in rows if row["verdict"][key]] for key in ("eager", "best")}
    return {
        **{key: len(verdicts) for key, verdicts in found.items()},
        **{f"{key}_met": sum(v["met"] for v in verdicts) for key, verdicts in found.items()},
    }
