"""Chapter 12, exercise 12.2a: RMSProp."""

from dlcourse.checks import edits
from dlcourse.checks.drawn_adaptive import averages, descents, divided

READ, ROWS = "rmsprop-forget-old-gradients", "F063 K042"
HINT = "Print r after step 1: it is (1 - rho) g^2, so the first step is about lr / sqrt(1 - rho) long."
REFUSED = "dlcourse.optimizers", "dlcourse.experiments", "dlcourse.checks.drawn_adaptive"
VISIBLE, draw = descents(122, "lr", "rho")


def judge(theta, gradients, lr, rho, eps):
    return divided(theta, gradients, lr, eps, averages(gradients**2, rho))


WRONG = edits(r"""
eps + np.sqrt(r) -> np.sqrt(eps + r) OR eps + np.sqrt(r) -> np.sqrt(eps**2 + r) ~ eps is inside the root
r = rho -> old, r = r, rho; sqrt(r) -> sqrt(old) ~ r takes in g after the step
np.sqrt(r) -> r ~ root of r is missing
* g**2\n -> * g**2 + eps\n OR zeros(len(theta)), -> full(len(theta), eps), | eps gets into r: it is added to
    sqrt(r).
np.sqrt(r) -> np.sqrt(r / (1 - rho ** len(path))) OR np.sqrt(r) -> np.sqrt(r / (1 - rho)) OR * g**2\n -> *
    g**2\n        r = r / (1 - rho ** len(path))\n | r is corrected for its start, as in Adam: here it is not.
rho * r + (1 - rho) * g -> (1 - rho) * r + rho * g | rho and 1 - rho have changed places: rho of r is kept.
rho * r + (1 - rho) * -> rho * r + | The factor 1 - rho of g^2 is missing: r would be no average.
rho * r + (1 - rho) * -> r + OR rho * r + (1 - rho) * -> r + (1 - rho) * | Nothing of r is forgotten: rho of
    it is kept.
rho * r + (1 - rho) * -> (1 - rho) * OR rho * r + (1 - rho) * -> rho * g + (1 - rho) * OR rho * r + (1 - rho)
    * ->  | r forgets all earlier gradients.
rho * r + (1 - rho) * g**2 -> rho * (r + (1 - rho) * g**2) OR (1 - rho) * g**2 -> (1 - rho) * rho * g**2 | rho
    is a factor of r alone, not of the new g^2.
rho * r + -> rho ** len(path) * r + OR rho * r + -> rho**2 * r + | rho of r is kept in each step: rho has no
    power.
(1 - rho) * g**2 -> (1 - rho) * abs(g) OR (1 - rho) * g**2 -> (1 - rho) * abs(g); np.sqrt(r) -> r | r averages
    |g|, not g^2.
(1 - rho) * g**2 -> ((1 - rho) * g) ** 2 OR rho * r + (1 - rho) -> rho**2 * r + (1 - rho) ** 2 | The square
    belongs to g alone, not to the weights.
* g**2\n -> * (g**2).sum()\n OR * g**2\n -> * (g**2).mean()\n | r is one number for all: each has its own.
np.zeros(len(theta)) -> np.ones(len(theta)) OR np.zeros(len(theta)) -> gradients[0] ** 2 OR
    np.zeros(len(theta)) -> gradients[0] ** 2 * (1 - rho) | r is 0 at first.
lr * g / ( -> (1 - rho) * lr * g / ( OR lr * g / ( -> lr * (1 - rho) ** 0.5 * g / ( | lr stands alone, without
    1 - rho.
np.array(path), r -> np.array(path)[1:], r ~ path is an array of shape
np.array(path), r -> np.array([path[-1]] * len(path)), r ~ Append a copy
path.append(path[-1] - -> path.append(; [theta] -> [0 * theta] ~ path has the steps in its rows
path), r -> path), np.sqrt(r) ~ r is returned under its root
r, path = -> theta -= 1.0\n    r, path = ~ changed its input
""")
RIGHT = edits(r"""
r = rho * r + (1 - rho) * g**2 -> r -= (1 - rho) * (r - g * g); [theta] -> [1 * theta]; path.append( -> path
    += [path[-1].copy()];path[-1] -= (; path[-1] - lr * g -> lr * g; np.array(path), r -> np.vstack(path), r |
    in place
""")
