"""Checks: gated cells for chapter 15, the gradients through their states, and what slips make of them."""

from collections.abc import Callable

import numpy as np

from dlcourse.checks.draws import normal
from dlcourse.checks.gradients import sigmoid, slopes
from dlcourse.checks.right import Right

STATE = "Take T = 1, then 2: by which ways does c_1 change J? Through h_1, and through c_2."
GATES = "z_i", "z_f", "z_g", "z_o"
RESULTS = "dc", "dz_i", "dz_f", "dz_g", "dz_o"


def gates(rng, T: int, n: int, decimals: int | None = None) -> dict:
    """The inputs of `cell_state_grads`."""
    return normal(rng, decimals=decimals, **dict.fromkeys(GATES, (T, n)), c0=(n,), G=(T, n))


def cells() -> tuple[list[dict], Callable]:
    """The VISIBLE and the `draw` of `cell_state_grads`; in the last the forget gates are 1, for 30 steps."""
    rng = np.random.default_rng(155)
    shown = [gates(rng, T, n, 1) for T, n in ((1, 2), (2, 1), (3, 2))]

    def draw(rng):
        yield from (gates(rng, T, n) for T, n in ((2, 3), (5, 2), (7, 3)))
        carousel = gates(rng, 30, 2)
        carousel["z_f"][:], carousel["G"][:-1] = 40.0, 0.0
        yield carousel

    return shown, draw


def through_cells(z_i, z_f, z_g, z_o, c0, G) -> Right:
    """The judgement of the gradients through a cell state, as measured slopes."""
    inputs = {"z_i": z_i, "z_f": z_f, "z_g": z_g, "z_o": z_o}

    def J(z_i, z_f, z_g, z_o, more):
        c, total = c0 + more[0], 0
        for t in range(len(G)):
            c = sigmoid(z_f[t]) * c + sigmoid(z_i[t]) * np.tanh(z_g[t]) + more[t + 1]
            total = total + (G[t] * sigmoid(z_o[t]) * np.tanh(c)).sum()
        return total

    more = np.zeros((len(G) + 1, len(c0)))  # added to c_t, whose slopes are those of c_t itself
    found = slopes(J, inputs | {"more": more}, "more z_i z_f z_g z_o")
    right = Right(**dict(zip(RESULTS, found.values(), strict=True)))
    for told, options in SLIPS.items():
        right.if_instead(told, back(*inputs.values(), c0, G, **options))
    return right.hinting(STATE)


def back(
    z_i,
    z_f,
    z_g,
    z_o,
    c0,
    G,
    on=lambda i, f, g, c, t: f[t] * c[t] + i[t] * g[t],
    seen=lambda c: np.tanh(c[1:]),
    slope=lambda h, c, o: 1 - h**2,
    carried=lambda f, i, c, t: f[t],
    early=False,
    felt=lambda dc, own, G: dc[1:],
    to_i=lambda i, g: g * i * (1 - i),
    to_f=lambda f, c: c[:-1] * f * (1 - f),
    to_g=lambda i, g: i * (1 - g**2),
    to_o=lambda h, o, c: h * o * (1 - o),
) -> dict:
    """The results of an answer that has one of these in another way."""
    i, f, o, g = sigmoid(z_i), sigmoid(z_f), sigmoid(z_o), np.tanh(z_g)
    c = [c0]
    for t in range(len(G)):
        c.append(on(i, f, g, c, t))
    c = np.array(c)
    h = seen(c)
    own, dc = G * o * slope(h, c, o), np.zeros(c.shape)
    dc[slice(None, -1) if early else slice(1, None)] = own
    for t in range(len(G))[::-1]:
        dc[t] += carried(f, i, c, t) * dc[t + 1]
    d = felt(dc, own, G)
    found = dc, d * to_i(i, g), d * to_f(f, c), d * to_g(i, g), G * to_o(h, o, c)
    return dict(zip(RESULTS, found, strict=True))


SLIPS: dict[str, dict] = {
    "From c_t to c_{t+1} there is no tanh: the factor is f_{t+1} alone.": {
        "carried": lambda f, i, c, t: f[t] * (1 - np.tanh(c[t]) ** 2)
    },
    "From c_t to c_{t+1} there is no tanh: the factor is f_{t+1} itself.": {
        "carried": lambda f, i, c, t: f[t] * (1 - np.tanh(c[t + 1]) ** 2)
    },
    "From c_t to c_{t+1} the factor is f_{t+1}, not the slope of the gate.": {
        "carried": lambda f, i, c, t: f[t] * (1 - f[t])
    },
    "From c_t to c_{t+1} the factor is f_{t+1}: f c has the slope f in c.": {
        "carried": lambda f, i, c, t: f[t] * c[t]
    },
    "From c_t to c_{t+1} the factor is f_{t+1}, not 1 - f_{t+1}.": {"carried": lambda f, i, c, t: 1 - f[t]},
    "From c_t to c_{t+1} the factor is f_{t+1} alone: i g is no part of it.": {
        "carried": lambda f, i, c, t: f[t] + i[t]
    },
    "dc is a row too early: h_t has its own way to c_t, which is row t.": {"early": True},
    "h_t has the slope of tanh, 1 - tanh(c_t)^2: yours has tanh itself.": {"slope": lambda h, c, o: h},
    "h_t has the slope of tanh, 1 - tanh(c_t)^2: yours is 1 - tanh(c_t).": {"slope": lambda h, c, o: 1 - h},
    "tanh is taken twice: h_t has the slope 1 - tanh(c_t)^2.": {"slope": lambda h, c, o: 1 - np.tanh(h) ** 2},
    "h_t has the state before: it is o_t tanh(c_t).": {"seen": lambda c: np.tanh(c[:-1])},
    "h_t has a sigmoid of c_t: it is o_t tanh(c_t).": {
        "seen": lambda c: sigmoid(c[1:]),
        "slope": lambda h, c, o: h * (1 - h),
    },
    "h_t has the slope 1 - tanh(c_t)^2: h_t itself is o_t tanh(c_t).": {
        "slope": lambda h, c, o: 1 - (o * h) ** 2
    },
    "dz_o has h_t: o_t multiplies tanh(c_t), and h_t has o_t in it.": {
        "to_o": lambda h, o, c: o * h * o * (1 - o)
    },
    "1 - h_t^2 and h_t stand in dc and dz_o, where tanh(c_t) belongs: h_t has o_t in it.": {
        "slope": lambda h, c, o: 1 - (o * h) ** 2,
        "to_o": lambda h, o, c: o * h * o * (1 - o),
    },
    "dz_i lacks the slope of the sigmoid, i (1 - i).": {"to_i": lambda i, g: g},
    "dz_i has the slope of g: it is that of the sigmoid, i (1 - i).": {"to_i": lambda i, g: g * (1 - g**2)},
    "dz_f lacks the slope of the sigmoid, f (1 - f).": {"to_f": lambda f, c: c[:-1]},
    "dz_f lacks the state: f_t multiplies c_{t-1}.": {"to_f": lambda f, c: f * (1 - f)},
    "dz_f has c_0 in each step: f_t multiplies c_{t-1}.": {"to_f": lambda f, c: c[0] * f * (1 - f)},
    "dz_f has a tanh of the state: f_t multiplies c_{t-1} itself.": {
        "to_f": lambda f, c: np.tanh(c[:-1]) * f * (1 - f)
    },
    "dz_g has g where its slope belongs, 1 - g^2.": {"to_g": lambda i, g: i * g},
    "dz_g lacks i: i_t multiplies g_t.": {"to_g": lambda i, g: 1 - g**2},
    "dz_o lacks tanh(c_t), which o_t multiplies.": {"to_o": lambda h, o, c: o * (1 - o)},
    "dz_o lacks the slope of the sigmoid, o (1 - o).": {"to_o": lambda h, o, c: h},
    "dz_o has the slope of tanh: o_t multiplies tanh(c_t) itself.": {
        "to_o": lambda h, o, c: (1 - h**2) * o * (1 - o)
    },
    "dz_o starts from the gradient of c: o is beside tanh(c_t), not behind it.": {
        "to_o": lambda h, o, c: (1 - h**2) * o * o * (1 - o)
    },
    "dz_o has the state before: o_t multiplies tanh(c_t).": {
        "to_o": lambda h, o, c: np.tanh(c[:-1]) * o * (1 - o)
    },
    "The gates have G: what arrives at c_t, dc, goes to them.": {"felt": lambda dc, own, G: G},
    "The gates have what arrives in all steps: gates of step t have dc of step t.": {
        "felt": lambda dc, own, G: dc[1:].sum(axis=0)
    },
    "dc is added up for the gates: it is a sum already.": {
        "felt": lambda dc, own, G: np.cumsum(dc[:0:-1], axis=0)[::-1]
    },
    "On the way forward f is left out: c_t = f_t c_{t-1} + i_t g_t.": {
        "on": lambda i, f, g, c, t: c[t] + i[t] * g[t]
    },
    "On the way forward i is left out: c_t = f_t c_{t-1} + i_t g_t.": {
        "on": lambda i, f, g, c, t: f[t] * c[t] + g[t]
    },
    "On the way forward the state is squashed: c_t = f_t c_{t-1} + i_t g_t, without a tanh.": {
        "on": lambda i, f, g, c, t: f[t] * np.tanh(c[t]) + i[t] * g[t]
    },
    "On the way forward c_0 stands in each step: c_t = f_t c_{t-1} + i_t g_t.": {
        "on": lambda i, f, g, c, t: f[t] * c[0] + i[t] * g[t]
    },
    "On the way forward f is off by one: row t - 1 of f belongs to step t.": {
        "on": lambda i, f, g, c, t: f[t - 1] * c[t] + i[t] * g[t]
    },
    "On the way forward the state is left out: c_t = f_t c_{t-1} + i_t g_t.": {
        "on": lambda i, f, g, c, t: f[t] + i[t] * g[t]
    },
}


def with_slopes(sigmoids: Callable | None, tanh: Callable | None) -> dict:
    """The options of an answer with other slopes of i, f and o, or of g: functions of these values."""
    options: dict = {}
    if sigmoids:
        options["to_i"] = lambda i, g: g * sigmoids(i)
        options["to_f"] = lambda f, c: c[:-1] * sigmoids(f)
        options["to_o"] = lambda h, o, c: h * sigmoids(o)
    if tanh:
        options["to_g"] = lambda i, g: i * tanh(g)
    return options


def of_value(y):
    """The slope of a sigmoid at y, which is a sigmoid itself."""
    return sigmoid(y) * (1 - sigmoid(y))


def of_z(y):
    """z (1 - z) for the z whose sigmoid is y; y is not 0, and rounded it may be 1."""
    z = np.log(y / np.maximum(1 - y, 1e-300))
    return z * (1 - z)


OF_SIGMOID = "the slope of i is i (1 - i), of f and o alike"
SLIPS |= {
    f"The sigmoid is taken twice: {OF_SIGMOID}.": with_slopes(of_value, None),
    "tanh is taken twice: the slope of g is 1 - g^2.": with_slopes(None, lambda g: 1 - np.tanh(g) ** 2),
    f"Sigmoid and tanh are taken twice: {OF_SIGMOID}, and that of g is 1 - g^2.": with_slopes(
        of_value, lambda g: 1 - np.tanh(g) ** 2
    ),
    f"The slope has z: {OF_SIGMOID}.": with_slopes(of_z, None),
    "The slope has z_g: that of g is 1 - g^2.": with_slopes(None, lambda g: 1 - np.arctanh(g) ** 2),
    f"The slopes have z: {OF_SIGMOID}, and that of g is 1 - g^2.": with_slopes(
        of_z, lambda g: 1 - np.arctanh(g) ** 2
    ),
}
