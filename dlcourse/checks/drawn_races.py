"""Checks: short trainings with noisy gradients, by five methods, for a race that is fair (chapter 12)."""

import functools
from collections.abc import Callable

import numpy as np

METHODS = ["SGD", "momentum", "AdaGrad", "RMSProp", "Adam"]
N_STEPS, LAST = 25, 5
FAR = 1e3  # a point beyond it is lost


def step_of(method: str, g, s, r, t: int):
    """The step at rate 1, and the method's two averages, which it starts from 0."""
    if method == "SGD":
        return g, s, r
    if method == "momentum":
        s = 0.9 * s + g
        return s, s, r
    if method == "AdaGrad":
        r = r + g * g
        return g / (1e-8 + np.sqrt(r)), s, r
    if method == "RMSProp":
        r = 0.9 * r + 0.1 * g * g
        return g / (1e-8 + np.sqrt(r)), s, r
    s, r = 0.9 * s + 0.1 * g, 0.99 * r + 0.01 * g * g
    return s / (1 - 0.9**t) / (1e-8 + np.sqrt(r / (1 - 0.99**t))), s, r


PROBLEMS = {"noisy_bowl": ((1.0, 1.0), 2.0), "noisy_valley": ((1.0, 10.0), 4.0)}  # curvatures, noise


def trained(problem: str, method: str, rates, seeds):
    """The mean costs after the last steps on sum(c x^2) / 2, inf where it was lost: (rates, seeds)."""
    (c, noise), shape = PROBLEMS[problem], (len(rates), len(seeds), 2)
    noises = noise * np.array([np.random.default_rng(seed).normal(size=(N_STEPS, 2)) for seed in seeds])
    x, lr = np.broadcast_to([-3.0, 2.0], shape), np.reshape(rates, (-1, 1, 1))
    s = r = np.zeros(shape)
    far, cost = np.zeros(shape[:2], bool), np.zeros(shape[:2])
    for t in range(1, N_STEPS + 1):
        step, s, r = step_of(method, np.array(c) * x + noises[:, t - 1], s, r, t)
        x = x - lr * step
        far |= abs(x).max(axis=2) > FAR
        x = np.clip(x, -FAR, FAR)
        cost += (np.array(c) * x * x).sum(axis=2) / 2 / LAST * (t > N_STEPS - LAST)
    return np.where(far, np.inf, cost)


@functools.cache
def trained_once(problem: str, method: str, rate: float, seed: int) -> float:
    """The same of one training."""
    return float(trained(problem, method, [rate], [seed])[0, 0])


def noisy_bowl(method, rate, seed):
    """The cost at the end of a training in a round bowl, with noise in each gradient."""
    return trained_once("noisy_bowl", str(method), float(rate), int(seed))


def noisy_valley(method, rate, seed):
    """The same in a valley ten times as steep across as along."""
    return trained_once("noisy_valley", str(method), float(rate), int(seed))


RACES = noisy_bowl, noisy_valley


def scores(run, methods, rates, seeds):
    """The costs of all runs, (methods, rates, seeds)."""
    return np.array([trained(run.__name__, method, rates, seeds) for method in methods])


def race(rng, run: Callable, n_methods: int, n_seeds: int, n_test: int, by_mean: bool = False) -> dict:
    """The inputs of `compare`: seeds and methods such that a race that is not fair ends in another way.

    by_mean: whether the leader is neither the one of the least median nor that with the most seeds won.
    """
    rates = [0.02, 0.05, 0.12, 0.3, 0.7, 1.6][:: 1 if n_methods < 4 else 2]
    pool = [int(seed) for seed in rng.choice(1000, 60, replace=False)]
    costs = scores(run, METHODS, rates, pool)
    while True:
        chosen, drawn = rng.permutation(len(METHODS))[:n_methods], rng.permutation(60)[: n_seeds + n_test]
        own = costs[chosen][:, :, drawn]
        tuned, tested = own[:, :, :n_seeds], own[:, :, n_seeds:]
        if (not by_mean or led_by_mean(tuned, tested)) and telling(tuned, tested):
            seeds = [pool[i] for i in drawn]
            methods = [METHODS[i] for i in chosen]
            lists = {"seeds": seeds[:n_seeds], "test_seeds": seeds[n_seeds:]}
            return {"run": run, "methods": methods, "rates": rates} | lists


def led_by_mean(tuned, tested) -> bool:
    """Whether the mean leads in the race where the median, and the number of seeds won, would not."""
    costs = tested[np.arange(len(tuned)), tuned.mean(axis=2).argmin(axis=1)]
    won, leader = np.bincount(costs.argmin(axis=0), minlength=len(costs)), costs.mean(axis=1).argmin()
    return bool(won[leader] < won.max() and np.median(costs, axis=1).argmin() != leader)


def telling(tuned, tested) -> bool:
    """Whether tuning with one seed, or with the seeds of the race, finds other rates, and another leads."""
    means = tuned.mean(axis=2)
    best = means.argmin(axis=1)
    ended = tested[np.arange(len(best)), best].mean(axis=1)
    leader = ended.argmin()
    both, few = np.concatenate([tuned, tested], axis=2), means[:, : means.shape[1] // 2]
    others = tuned[:, :, -1], tested.mean(axis=2), tuned.min(axis=2), both.mean(axis=2)
    apart = all((one.argmin(axis=1) != best).any() for one in others)
    apart &= (tuned[1:, :, 0].argmin(axis=1) != best[1:]).any() & (few[:-1].argmin(axis=1) != best[:-1]).any()
    ranked = (ended.argsort() != means.min(axis=1).argsort()).any()
    return bool(apart and ranked and leader and len(set(best)) > 1 and np.isfinite(ended).all())


def races(seed: int) -> tuple[list[dict], Callable]:
    """The VISIBLE and the `draw` of `compare`."""
    rng = np.random.default_rng(seed)
    shown = [race(rng, noisy_bowl, 3, 5, 7), race(rng, noisy_valley, 3, 3, 5, True)]

    def draw(rng):
        for run, *sizes in ((noisy_valley, 3, 3, 5, True), (noisy_bowl, 4, 5, 9), (noisy_valley, 5, 4, 12)):
            yield race(rng, run, *sizes)

    return shown, draw
