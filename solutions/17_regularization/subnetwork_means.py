"""Chapter 17, exercise 17.5: the mean of all subnetworks that dropout can draw."""

from dlcourse.checks import edits
from dlcourse.checks.drawn_subnetworks import averaged as judge  # noqa: F401
from dlcourse.checks.drawn_subnetworks import units_to_average

READ, ROWS = "17b_noise_and_time#all-subnetworks", "F041"
CONTROL = "17b_noise_and_time.html#mask-player.net=ten&mask-player.step=1024"
HINT = "Print the probabilities: is their sum 1? Three inputs have eight subnetworks: are those yours?"
REFUSED = "dlcourse.layers", "dlcourse.ops", "dlcourse.experiments", "dlcourse.checks.drawn_subnetworks"
VISIBLE, draw = units_to_average()
WRONG = edits(r"""
g / (g + g_other) -> h @ p ~ geometric is the arithmetic mean
z @ p, h @ p, g / (g + g_other) -> z @ p, g / (g + g_other), g / (g + g_other) ~ arithmetic is h at the mean
g / (g + g_other) -> g ~ geometric is g alone
g / (g + g_other) -> g_other / (g + g_other) ~ has g' above
g / (g + g_other) -> g / g_other ~ geometric is g / g'
g / (g + g_other) -> g / (g + 1 - g) ~ geometric is g alone
g / (g + g_other) -> np.log(g) ~ the mean of ln h
g / (g + g_other) -> z @ p ~ what is h there
np.where(masks, keep, 1 - keep).prod(axis=1) -> np.full(2**n, 2.0**-n) ~ All subnetworks count alike
np.where(masks, keep, 1 - keep) -> np.where(masks, 1 - keep, keep) ~ keep and drop have changed places
np.where(masks, keep, 1 - keep) -> np.where(masks, keep, 1) ~ lacks 1 - keep
@ masks.T + b -> @ masks.T / keep + b ~ divided by keep
np.arange(2**n) -> np.arange(1, 2**n) ~ in which no input stays
np.arange(2**n) -> np.arange(2**n - 1) ~ in which all inputs stay
np.arange(2**n)[:, None] >> np.arange(n) & 1 -> 1 - np.eye(n); np.where(masks, keep, 1 - keep).prod(axis=1) ->
    np.full(n, 1 / n) ~ that lack one input
np.arange(2**n)[:, None] >> np.arange(n) & 1 -> np.eye(n); np.where(masks, keep, 1 - keep).prod(axis=1) ->
    np.full(n, 1 / n) ~ with one input
@ masks.T + b -> @ masks.T ~ b is missing
n = len(w) -> x, w, b = np.column_stack([x, np.ones(len(x))]), np.append(w, b), 0.0\n    n = len(w) ~ b is
    dropped, too
z @ p, h @ p -> keep * (x @ w + b), h @ p ~ as a factor of b
z @ p, h @ p -> x @ w + b, h @ p ~ linear is of the whole network
z @ p, h @ p -> h @ p, h @ p ~ linear is the mean of h
z @ p, h @ p -> z.sum(axis=1), h @ p OR z @ p, h @ p -> z @ p, h.sum(axis=1) ~ is a sum over
z @ p, h @ p -> z @ p, h.mean(axis=1) ~ In arithmetic all
h = 1 / (1 + np.exp(-z)) -> h = np.tanh(z) ~ is that of tanh
1 / (1 + np.exp(-z)) -> 1 / (1 + np.exp(z)) ~ minus is missing
np.exp(np.log(h) @ p), np.exp(np.log(1 - h) @ p) -> h.prod(axis=1), (1 - h).prod(axis=1) ~ lacks its weights
return z @ p, h @ p, g -> return h @ p, z @ p, g ~ in another order
return z @ p, h @ p, g -> return z @ p, g ~ should return 3
n = len(w) -> w *= 1.0\n    x -= 0.5\n    n = len(w) ~ changed its input
""")
RIGHT = edits(r"""
z @ p, h @ p, g / (g + g_other) -> keep * (x @ w) + b, h @ p, 1 / (1 + np.exp(-keep * (x @ w) - b)) | in
    closed form
np.exp(np.log(h) @ p), np.exp(np.log(1 - h) @ p) -> (h**p).prod(axis=1), ((1 - h) ** p).prod(axis=1) | powers
""")
