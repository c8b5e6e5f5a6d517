"""Chapter 0's numbers from elsewhere: other seeds, the judges of the exercises, sums by hand."""

import numpy as np

from dlcourse.experiments import ch00_checkers as chapter
from dlcourse.experiments import ch00_difference_quotients as quotients

OTHER_SEEDS = range(100, 120)


def checkers():
    from test_wrong_answers import derivatives_among_results, wrong_by_their_judges  # which asks the judges

    found = {"n_wrong": len(wrong_by_their_judges()), "n_exercises": len(derivatives_among_results())}
    found["n_seeds"] = 20
    for name in chapter.DESIGNS:
        key, through = name.replace(" ", "_"), chapter.numbers_accepted(name, OTHER_SEEDS)
        found[key] = through[0], through[-1]
        found[f"{key}_least"] = 0.9 * through[0], through[-1]
        found[f"{key}_most"] = through[0], 1.1 * through[-1]
    for name in chapter.HALVES:
        through = chapter.numbers_accepted(name, OTHER_SEEDS)
        found[name.replace(" ", "_")] = through[0], through[-1]
    found["by_hand"] = 2**0.5 / 5
    for name in ("one entry", "small start"):
        through = chapter.numbers_accepted(name, OTHER_SEEDS)
        share = through[0] / found["n_wrong"], through[-1] / found["n_wrong"]
        found[f"{name.replace(' ', '_')}_share"] = share
    return found


def difference_quotients():
    found = {}
    for name, scheme, dtype in (
        ("forward", "forward", np.float64),
        ("central", "central", np.float64),
        ("central32", "central", np.float32),
    ):
        curves = [quotients.numerical_errors(quotients.STEPS, scheme, dtype, seed=s) for s in (7, 8, 9)]
        steps = [quotients.STEPS[int(np.nanargmin(curve))] for curve in curves]
        found[f"{name}_step"] = min(steps) / 4, max(steps) * 4
        found[f"{name}_error"] = min(map(np.nanmin, curves)) / 3, max(map(np.nanmin, curves)) * 3
        h = np.geomspace(1e-10, 1, 200_001)
        least = h[quotients.error_bound(h, scheme, dtype).argmin()]
        found[f"{name}_rule"] = 0.999 * least, 1.001 * least
    errors = [quotients.numerical_errors([1e-9], seed=s)[0] for s in (7, 8, 9)]
    found["central_billionth"] = min(errors) / 2, max(errors) * 2
    found["complex_error"] = 0.0, 4e-16
    found |= {"cube_forward": 12.61, "cube_central": 12.01}
    found |= {"kink_claimed": 0.0, "kink_central": -0.5}
    found["beside_kink"] = -1 + 6 * 0.01  # J = ((1 - 2e)^2 + 2 (2e)^2) / 4 at e = 0.01: cases 01, 10 and 11
    return found
