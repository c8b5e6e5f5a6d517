"""What a control computes: the same run and the same values in Python and in the page, for many states."""

import math

import pytest
from javascript import CONTROLS, evaluate, needs_node

STATES = {
    "xor-playground": [
        {"start": "run 2", "step": 40, "guess": 0.2},
        {"start": "linear", "step": 3000, "guess": 0.25, "rate": 20},
        {"start": "seed", "seed": 7, "width": "4", "unit": "tanh", "bias": "0.1", "step": 25},
        {"start": "own", "own": [100, -100, 100, 100, -100, 100, 100, -100, 100], "unit": "sigmoid"},
        {"start": "own", "own": [20] * 9, "unit": "absolute value", "lr": 2, "step": 3000},
    ],
    "neuron-calculator": [
        {"step": 30, "lr": 5, "w1": -2, "stage": 2},
        {"hide": True, "g1": 0.06},
        {"hide": True, "g1": 0.06, "g2": 3, "step": 2},
        {"x1": 100, "x2": 100, "w1": 100, "y": 100, "lr": 100, "step": 5},
    ],
    "step-cost": [
        {"hide": True},
        {"hide": True, "guess": "memory", "m": 4},
        {"itemsize": "8", "per_call": 0.01},
    ],
    "step-size": [
        {"scheme": "forward", "dtype": "float32", "guess": -20, "seen": -44},
        {"k": -44, "guess": -10},
        {"k": -4, "tolerance": -1, "seen": -44},
    ],
    "activation-explorer": [
        {"unit": "leaky ReLU", "alpha": 0.01, "seen": 500, "guess": 0},
        {"unit": "ELU", "alpha": 0.5, "mean": -3, "spread": 2, "guess": 40},
        {"unit": "GELU", "mean": 5, "spread": 10, "seen": 500, "guess": 12},
        {"unit": "step", "spread": 0.1, "mean": 5, "seen": 1},
    ],
    "logit-slider": [
        {"z0": -10, "z1": 10, "shown": True, "guess": 3},
        {"z0": 10, "z1": -10, "z2": -10, "shown": True},
        {"z0": 0, "z1": 0, "right": "1", "guess": 40},
        {"z2": 4.5, "right": "2", "shown": True, "guess": 40},
    ],
    "graph-stepper": [
        {"graph": "sum", "step": 4, "pick": 1, "guess": 3},
        {"graph": "five", "step": 11, "x": -1.5, "pick": 2},
        {"graph": "decay", "step": 9, "w": -2.25, "y": 0.3, "guess": 0.17},
        {"graph": "decay", "step": 3, "picks": [4, 1], "pick": 1},
        {"graph": "cube", "step": 5, "x": 0, "guess": 0},
        {"graph": "cube", "step": 1, "picks": [5, 5, 0], "pick": 5, "guess": 2},
    ],
    "order-of-visits": [
        {"order": "breadth", "step": 5, "guess": "right"},
        {"order": "unmarked", "step": 8, "share": 3},
        {"graph": "five", "order": "own", "own": [1, 1, 5, 5, 2], "step": 4, "guess": "low"},
        {"graph": "decay", "order": "created", "step": 5, "guess": "right"},
    ],
    "puzzles": [
        {"puzzle": "weights", "weights": "G.T @ x", "at": 0.5},
        {"puzzle": "huber", "huber": "r", "median": "sign(c - y).sum()", "at": -1},
        {"puzzle": "residual", "residual": "G + G * (1 - a ** 2)"},
        {"puzzle": "scale", "scale": "(G @ z)"},
        {"puzzle": "mixture", "mixture": "m * p - r.sum(axis=0", "at": 1},
        {"puzzle": "quadratic", "quadratic": "W @ x + x @ W"},
    ],
    "shape-tracer": [
        {"step": 5, "about": 5, "left": "HT", "right": "G", "rows": "u", "cols": "k"},
        {"step": 6, "about": 6, "left": "G", "right": "W2", "u": 3, "k": 3, "rows": "m", "cols": "k"},
        {"step": 8, "about": 9, "left": "XT", "right": "dH", "m": 6, "n": 2},
        {"step": 9, "about": 9, "left": "maskT", "right": "mask", "m": 4, "u": 4},
        {"step": 4, "about": 5, "left": "H", "right": "dHT"},
    ],
    "folding-paper": [
        {"folded": 0, "guess": 8},
        {"folded": 4, "folds": 4, "guess": 3, "a3": 180, "a4": -90, "d3": 0.5, "d4": 0.5},
        {
            "folds": 4,
            "folded": 1,
            "a1": 17.3,
            "d1": 0.31,
            "a2": 131,
            "d2": 0.2,
            "a3": -71,
            "a4": 66,
            "d4": 0.7,
        },
        {"folds": 2, "folded": 0, "a1": 45, "a2": -135, "d1": 0.6, "d2": 0.6, "stroke": [0, 0]},
        {"folded": 0, "stroke": [0.4, 0.4, 0.9, 0.1, 0.9, 1.2, -0.5, 0.3]},
        {"folds": 0, "folded": 4},
        {"folded": 0, "a2": 0, "a3": 180, "d1": 1.4},
    ],
    "bump-builder": [
        {"kind": "knots", "seen": 5, "guess": 4, "K": 20},
        {"target": "kink", "kind": "knots", "K": 48, "seen": 5, "guess": 1},
        {"target": "jumps", "K": 64, "steepness": 64, "seen": 0},
        {"target": "own", "own": [1] * 9, "seen": 5, "guess": 2},
        {"target": "own", "own": [-1, 1, -1, 0.3, 0, 0.01, 1, 1, -1], "K": 1, "steepness": 1},
        {"target": "own", "own": [0] * 9, "kind": "knots", "K": 33, "seen": 5, "guess": 6},
    ],
    "region-map": [
        {"net": "3", "start": "point", "counted": 200, "guess": 7},
        {"net": "4-4", "start": "folds", "counted": 9, "guess": 150},
        {"net": "5-3", "start": "seed", "seed": 77, "counted": 200, "guess": 3},
        {"net": "4", "start": "own", "own": [0, 1, 1, 3, 0, 0, 0, 0, 1, 0.5, 0.5, 9], "counted": 200},
        {"net": "2-2", "start": "own", "own": [0, 1, 0, 1, 0, 0, 0, 0, 0, 0, -1, 2], "counted": 1},
    ],
    "surface-explorer": [
        {"step": 60, "guess": "2", "about": "2"},
        {"surface": "hill", "x": -0.7, "y": 0.45, "step": 30, "lr": 1, "about": "3"},
        {"surface": "flat_hill", "step": 7, "guess": "123"},
        {"surface": "flat_saddle", "x": -0.8, "y": 0.5, "step": 60, "guess": "0", "about": "3"},
        {"surface": "flat_basin", "y": 0, "step": 60, "guess": "23", "about": "2"},
        {"surface": "basin", "x": 0, "y": 0, "step": 2},
    ],
    "bowl-racer": [
        {"step": 60, "guess": "2", "curves": True},
        {"step": 7, "guess": "1", "kappa": 1, "lr": 0.5, "momentum": 0},
        {"step": 60, "tuned": "rate", "momentum": 0.6, "kappa": 3, "curves": True},
        {"step": 60, "tuned": "both", "kappa": 100, "guess": "3"},
        {"step": 60, "lr": 2, "momentum": 0.99, "x": 7.5, "y": -2.5, "guess": "1"},
        {"step": 60, "x": 0, "y": 0, "tuned": "both", "kappa": 1},
    ],
    "optimizer-race": [
        {"step": 50, "guess": "7", "eps": -2, "momentum": 0.5, "rho_d": 0.5},
        {"surface": "tilted", "rates": "same", "x": 3, "step": 50, "guess": "3"},
        {"surface": "cliff", "step": 9, "guess": "1"},
        {"surface": "rosenbrock", "x": -8, "y": 4, "step": 50, "beta1": 0, "beta2": 0.5, "guess": "1"},
        {"surface": "saddle", "rates": "own", "own": [100, 0, 1, 0.5, 2, 3, 1e-4, 9], "step": 50},
        {"surface": "valley", "rates": "default", "y": 0, "x": 0, "step": 3},
    ],
    "batch-slider": [
        {"step": 40, "guess": 0.5, "eps": "10", "gamma": -2.5, "beta": 1},
        {"size": "2", "step": 17, "trained": 3, "seed": 7},
        {"size": "64", "mode": "test", "x1": -6, "step": 40, "guess": -4},
        {"size": "8", "x3": 18, "to": 18, "trained": 0, "eps": "1"},
        {"size": "2", "x1": 5, "x2": 5, "to": 5, "step": 40, "guess": 0},
    ],
    "penalty-sweep": [
        {"step": 37, "guess": 12},
        {"step": 30, "look": 26, "sigma": 0.02, "seed": 7, "guess": 0},
        {"kind": "L1", "step": 37, "look": 20, "guess": 19},
        {"kind": "L1", "step": 13, "sigma": 0.01, "seed": 3},
        {"sigma": 0.06, "step": 1},
    ],
    "cliff-map": [
        {"step": 500, "guess": "2"},
        {"step": 500, "clip": "value", "near": True, "guess": "12"},
        {"b": -2.75, "near": True, "aim_w": 5.3, "aim_b": -2.6},
        {"b": -2.75, "clip": "value", "step": 1, "aim_w": 5.3, "aim_b": -2.6, "seed": 7},
        {"w": 6.4, "b": -3.2, "lr": 1, "limit": 20, "step": 30, "guess": "1"},
        {"w": 3.2, "b": -1.6, "limit": 0.05, "step": 9},
    ],
    "mask-player": [
        {"step": 16, "guess": 0.9},
        {"net": "both", "step": 5, "keep": "0.8", "form": "inverted", "unit": "ReLU", "seed": 4},
        {"net": "both", "step": 128, "unit": "linear", "mask": 77, "guess": 0.3},
        {"net": "ten", "step": 1024, "keep": "0.2", "seed": 7, "mask": 1000},
        {"mask": 1023, "step": 1024, "form": "inverted", "unit": "linear"},
    ],
    "depth-tower": [  # no chaotic ones, where rounding grows from layer to layer: tanh that starts large
        {"step": 50, "guess": -3, "width": "50"},
        {"step": 50, "initializer": "He normal", "width": "25", "layer": 12, "seed": 7, "reach": "5"},
        {"step": 9, "unit": "sigmoid", "quantity": "gradient", "width": "50"},
        {
            "step": 20,
            "depth": 20,
            "unit": "tanh",
            "initializer": "orthogonal",
            "width": "50",
            "quantity": "spread",
        },
        {"step": 50, "initializer": "N(0, .01^2)", "quantity": "weight", "width": "25", "guess": 3},
        {
            "step": 20,
            "depth": 20,
            "unit": "linear",
            "initializer": "N(0, 1)",
            "width": "25",
            "quantity": "weight",
        },
        {
            "step": 1,
            "depth": 2,
            "unit": "LeCun tanh",
            "initializer": "LeCun",
            "quantity": "gradient",
            "guess": 0,
        },
    ],
    "double-descent": [
        {"step": 52, "guess": 30, "penalty": 12},
        {"n": "10", "seed": 0, "noise": 0, "step": 14, "guess": 500},
        {"n": "20", "seed": 5, "noise": 1, "penalty": 1, "step": 20},
        {"n": "10", "seed": 8, "penalty": 20, "step": 52, "guess": 1},
    ],
    "step-on-a-curve": [
        {"step": 30, "guess": "there"},
        {"lr": 3, "step": 30, "guess": "out"},
        {"curve": "flat", "w": 2.4, "lr": 0.75, "step": 12},
        {"curve": "flat", "w": -2.5, "lr": 3, "step": 30, "guess": "flat"},
        {"curve": "two", "w": 2.5, "lr": 3, "step": 30, "guess": "trapped"},
        {"curve": "two", "w": 0.1, "lr": 0.5, "step": 30},
    ],
    "perceptron-stepper": [
        {"data": "XOR", "step": 30, "guess": 4000},
        {"data": "cloud", "seed": 3, "step": 4000, "guess": 9},
        {"data": "OR", "picks": [3, 7, 1], "step": 4, "rule": "always"},
        {"data": "own", "own": [0.5, 2, 1, -1, 0, 0, 0.25, -0.125, 0, 2, 1.75, 1], "step": 9},
    ],
    "gate-composer": [
        {"preset": "nands", "seen": 9, "row": 3, "guess": [0, 1, -1, 1]},
        {"preset": "own", "own": [3, 0, 1, 2, 1, 2, 2, 0, 3, 4, 5, 5, 6], "seen": 15},
        {"preset": "empty", "seen": 15},
    ],
}
VALUES = """(all) => all.map(([name, state]) => {
  const kernels = dlcourse.kernels[name], program = dlcourse.programs[name], past = [];
  const setting = program.setting ? program.setting(state, kernels) : { kernels };
  if (program.first) past.push(program.first(setting));
  while (past.length && past.length <= state.step && !program.is_over(past.at(-1), setting))
    past.push(program.following(past.at(-1), setting));
  return program.values(state, past, setting); })"""


def assert_same(found, expected, where=""):
    """Asserts that both are the same up to rounding; lists and tuples are one."""
    if isinstance(expected, dict):
        assert found.keys() == expected.keys(), where
        for name, value in expected.items():
            assert_same(found[name], value, f"{where}.{name}")
    elif isinstance(expected, list | tuple):
        assert len(found) == len(expected), where
        for k, (one, other) in enumerate(zip(found, expected, strict=True)):
            assert_same(one, other, f"{where}.{k}")
    elif isinstance(expected, int | float) and not isinstance(expected, bool):
        assert math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-11), where
    else:
        assert found == expected, where


NAMES = [pytest.param(name, marks=[pytest.mark.slow] * (name == "depth-tower")) for name in CONTROLS]


@needs_node
@pytest.mark.parametrize("name", NAMES)
def test_the_values_of_a_state_are_the_same_in_both_languages(name):
    controls = [CONTROLS[name](**given) for given in [{}, *STATES[name]]]
    found = evaluate(VALUES, [[name, control.state] for control in controls])
    for control, values in zip(controls, found, strict=True):
        assert_same(control.state | values, control.values, str(control.state))
