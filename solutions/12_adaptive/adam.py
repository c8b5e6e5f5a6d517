"""Chapter 12, exercise 12.3: Adam, with the decay of AdamW."""

from dlcourse.checks import edits
from dlcourse.checks.drawn_adam import adamw, layers

READ, ROWS = "averages-that-start-at-0", "K041"
HINT = "Take step 1 with a pencil: there s_hat is g and r_hat is g^2, whatever the betas are."
CONTROL = "12_adaptive.html#optimizer-race.rates=same&optimizer-race.step=1"
REFUSED = "dlcourse.optimizers", "dlcourse.experiments", "dlcourse.checks.drawn_adam"
VISIBLE, draw = layers(123)


def judge(theta, gradients, lr, beta1, beta2, eps, decay):
    return adamw(theta, gradients, lr, beta1, beta2, eps, decay)


WRONG = edits(r"""
s / (1 - beta1**t), r / (1 - beta2**t) -> s, r ~ corrections are missing
(own, 1) -> (own) OR beta1**t), r / (1 - beta2**t -> beta1 ** (t - 1)), r / (1 - beta2 ** (t - 1) ~ is nan
(own, 1) -> (own, 2) ~ t is too large by one
(own, 1) -> (own, 1 + len(own) * len(path)) ~ t runs on from array to array
enumerate(own, 1) -> zip(range(1 + len(path), 999, len(theta)), own) ~ t is counted once for each array
enumerate(own, 1) -> enumerate(own, 1 - sum(not g.any() for g in own) * own.any()); **t) -> ** max(t, 1)) ~ t
    begins with an array's first g
1 - beta1**t -> 1 - beta2**t | s_hat has beta2: that belongs to r.
path = [] -> path, beta1, beta2 = [], beta2, beta1 | beta1 and beta2 have changed places.
beta1 * s + (1 - beta1) * g -> (1 - beta1) * s + beta1 * g OR beta2 * r + (1 - beta2) * g -> (1 - beta2) * r +
    beta2 * g | beta and 1 - beta have changed places: beta of the old average is kept.
(1 - beta1) * g -> g OR (1 - beta2) * g -> g OR (1 - beta1) * g -> g; (1 - beta2) * g -> g | A new g or g^2
    has the weight 1 - beta.
eps + np.sqrt(r_hat) -> np.sqrt(eps + r_hat) ~ eps is inside the root
s_hat / (eps + np.sqrt(r_hat)) -> s_hat * np.sqrt(1 - beta2**t) / (eps + np.sqrt(r)) ~ eps is scaled
lr * s_hat -> lr * g ~ s is not used
s_hat, r_hat = -> s, r = s_hat, r_hat = | Corrected averages go on into the next step: s and r do, as they
    are.
* g**2 -> * s**2 | r averages s^2: it averages g^2.
* g\n -> * (g + decay * rows[-1])\n; g**2 -> (g + decay * rows[-1]) ** 2; - lr * decay * rows[-1] ->  ~ The
    decay is in g
lr * decay -> decay ~ The decay lacks lr
decay * rows[-1] -> decay * x | The decay is that of the first theta.
path = [] -> theta[0] -= 1.0\n    path = [] ~ changed its input
""")
RIGHT = edits(r"""
zip(theta, gradients) -> zip(theta, map(list, gradients)); s / (1 - beta1**t), r / (1 - beta2**t) -> s, r;
    s_hat / (eps + np.sqrt(r_hat)) -> s / (1 - beta1**t) / (eps + (r / (1 - beta2**t)) ** 0.5) | one line
""")
