"""Checks: rules, shapes and seeds of weights for exercises 14.2b and 14.2c."""

import numpy as np

DENSE, CONVOLUTION = (31, 83), (17, 6, 7, 5)  # seen: some thousand weights
LARGE = (230, 870), (37, 101, 9, 6), (61, 29, 15, 8)  # 200,000 and some more
USUAL = 2  # standard errors


def is_usual(seed: int, n: int) -> bool:
    """Whether the numbers that numpy draws first with a seed are such as chance fails no right answer by."""
    for sample, fourth in ((np.random.default_rng(seed).normal(size=n), 3.0), (uniform(seed, n), 1.8)):
        error = np.sqrt((fourth - 1) / n)
        if abs(sample.mean()) > USUAL / np.sqrt(n) or abs(sample @ sample / n - 1) > USUAL * error:
            return False
    return True


def uniform(seed: int, n: int):
    """Uniform numbers of variance 1."""
    return np.random.default_rng(seed).uniform(-np.sqrt(3), np.sqrt(3), n)


def cases(rules, seeds) -> list[dict]:
    """Visible inputs: each rule with both shapes, a number once."""
    tried = [(rule, shape) for rule in rules for shape in (DENSE, CONVOLUTION)]
    tried = [(0.04, DENSE), *tried]
    return [
        {"rule": rule, "shape": shape, "seed": seed} for (rule, shape), seed in zip(tried, seeds, strict=True)
    ]


def drawn(*rules) -> tuple:
    """The VISIBLE and the `draw` of `normal_weights` or `uniform_weights`."""

    hidden = ("lecun" if "lecun" in rules else "he", "glorot", "he")

    def draw(rng):
        number = float(rng.uniform(0.02, 0.3))
        for rule, shape in ((number, CONVOLUTION), *zip(hidden, LARGE, strict=True)):
            seeds = map(int, rng.integers(10**6, size=1000))
            seed = next(one for one in seeds if is_usual(one, int(np.prod(shape))))
            yield {"rule": rule, "shape": shape, "seed": seed}

    return cases(rules, [s for s in range(100) if is_usual(s, 2700)][: 2 * len(rules) + 1]), draw
