"""Chapter 15, exercise 15.4b: the gradient through the cell state of an LSTM."""

from dlcourse.checks import GRADIENTS, edits
from dlcourse.checks.drawn_cells import cells
from dlcourse.checks.drawn_cells import through_cells as judge  # noqa: F401

READ, ROWS = "15b_paths_that_carry#back-through-the-cell-states", "F033 S082 S083 S175"
HINT = "T = 1 first: c_1 has one way to J, through h_1. What are c_1's slopes in c_0, f_1, i_1 and g_1?"
REFUSED = *GRADIENTS, "dlcourse.layers", "dlcourse.experiments", "dlcourse.checks.drawn_cells"
VISIBLE, draw = cells()

WRONG = edits(r"""
f[t] * dc[t + 1] -> f[t - 1] * dc[t + 1] OR += f[t] -> += f[min(t + 1, len(f) - 1)] | The forget gate is off
    by one: from c_t to c_{t+1} it is f_{t+1}, row t of f.
dc[t] += f[t] * dc[t + 1] -> pass | dc has the way through h_t alone: c_{t+1} depends on c_t, too.
f[t] * dc[t + 1] -> dc[t + 1] | The forget gate is missing: c_{t+1} has f_{t+1} c_t.
dc[t] += f -> dc[t] = f | Only the way through the last h is left: each h_t has its own, and all are added.
range(len(G))[::-1] -> range(len(G)) | dc_{t+1} is not whole yet: go from the last step to the first.
(1 - out**2) -> (1 - (o * out) ** 2) ~ h_t itself is o_t tanh(c_t)
dc[1:] = G * o * (1 - out**2) -> dc[1:] = G * o OR (1 - out**2) -> (1 - c[1:] ** 2) | h_t has the slope of
    tanh at c_t, 1 - tanh(c_t)^2.
G * o * (1 -> G * (1 | The output gate is missing in dc: h_t is o_t tanh(c_t).
= G * o * (1 - out**2) -> = G | G is dJ/dh_t: to c_t it goes through o_t and tanh.
* i * (1 - i) -> ; * f * (1 - f) -> ; * (1 - g**2) -> ; * o * (1 - o) ->  OR * i * (1 - i) -> ; * f * (1 - f)
    -> ; * out * o * (1 - o) -> * out | Those are the gradients of the gates: z is before the sigmoid, whose
    slope is missing.
i * (1 - g**2) -> i OR i * (1 - g**2) -> i * g * (1 - g) | dz_g has the slope of tanh, 1 - g^2.
(1 - i), -> (1 - i**2), OR (1 - o)\n -> (1 - o**2)\n | The slope of a sigmoid i is i (1 - i).
d * c[:-1] -> d * c[1:] | dz_f has c_t: f_t multiplies the state before, c_{t-1}.
d * g * i * (1 - i) -> d * i * (1 - i) | dz_i lacks g: i_t multiplies g_t.
G * out * o -> G * c[1:] * o | dz_o lacks tanh: o_t multiplies tanh(c_t).
G * out * o -> d * out * o | dz_o has dc: the output gate is no part of c, and gets G itself.
d = dc[1:] -> d = G * o * (1 - out**2) | The gates have the way through h_t alone: later h see them, too.
d = dc[1:] -> d = dc[:-1] | The gates of step t act on c_t, not on c_{t-1}: dc is a row too early for them.
d * g * i * (1 - i), d * c[:-1] * f * (1 - f), -> 0 * d, 0 * d, OR d * c[:-1] * f * (1 - f), -> 0 * d, | A
    gate is left out: it has a gradient, too.
[c0] -> [0 * c0] | c_0 is taken as 0: it is c0.
i[t] * g[t]) -> (1 - f[t]) * g[t]) | 1 - f stands where i belongs, as in another cell.
np.tanh(z_g), -> 1 / (1 + np.exp(-z_g)), | g is a sigmoid: it is tanh(z_g).
out = np.tanh(c[1:]) -> out = c[1:]; (1 - out**2) -> 1 | h has no tanh of c: h_t is o_t tanh(c_t).
for z in (z_i, z_f, z_o) -> for z in (z_f, z_i, z_o) | i and f have changed places.
return dc, -> return dc[0], ~ dc is an array of shape
return dc, -> return dc[1:], ~ Its first row is missing
dc[1:] = G -> G *= 1.5\n    dc[1:] = G / 1.5 ~ changed its input
""")
RIGHT = edits("G * o * (1 - out**2) -> G * o / np.cosh(c[1:]) ** 2; 1 - g**2 -> (1 - g) * (1 + g) | cosh")
