"""Chapter 4, exercise 4.8: minus the logarithm of a Gaussian likelihood."""

import numpy as np

from dlcourse.checks import GRADIENTS, Right, draws, edits, shaped, shown, slopes

READ, ROWS = "04c_distributions#learning-the-spread", "S046 S038 S040 S066 S067"
HINT = "Write -ln of the density as three terms first: which of them has mu, and which have sigma = e^s?"
REFUSED = *GRADIENTS, "dlcourse.op", "dlcourse.losses"
heads = shaped(lambda m: {"mu": m, "s": m, "y": m})
VISIBLE = shown(heads, 16, (3,), (5,))
draw = draws(heads, (3,), (7,), (11,))


def judge(mu, s, y):
    def J(mu, s):
        return ((y - mu) ** 2 / np.exp(2 * s) / 2 + s).sum() / len(y) + np.log(np.sqrt(2 * np.pi))

    best_s = np.log(np.linalg.norm(y - mu) / np.sqrt(len(y)))
    right = Right(J=J(mu, s), **slopes(J, {"mu": mu, "s": s}, "mu s"), best_s=best_s)
    return right.knowing({"the number of examples m": len(y)})


WRONG = edits(r"""
+ s + -> + | ln sigma, which is s, is missing in J: without it, the largest sigma would be best.
+ s + -> - s + | s is subtracted in J: of 1 / sigma, -ln is + ln sigma.
+ s + -> + np.exp(s) + OR + s + -> + np.log(abs(s)) + | J has something else in the place of ln sigma, s.
np.pi) / 2 -> np.pi) OR + root -> - root OR + root -> + 0 | The constant in J should be + ln(2 pi) / 2.
(q / 2 + -> (q + OR (q / 2 + -> (-q / 2 + | J should have + (y - mu)^2 / (2 sigma^2): mind sign and 2.
root).mean() -> root).sum() ~ is the number of examples m: did you forget to divide by it?
(q / 2 + s + root).mean() -> -np.log(np.exp(-q / 2 - s - root).mean()) | J has a mean of densities: -ln first.
-s) -> -s / 2) OR -s) -> -s / 2); + s + -> + s / 2 +; (1 - q) -> (1 - q) / 2 | s is taken for ln sigma^2.
np.exp(-s) -> np.exp(s) | y - mu is multiplied by sigma: it should be divided.
np.exp(-s) -> 1 / s OR np.exp(-s) -> 1 / s; + s + -> + np.log(s) + OR
    np.exp(-s) -> 1 / s; + s + -> + np.log(abs(s)) + | s is taken for sigma: sigma is e^s.
(q / 2 + -> (r**2 / 2 + OR (q / 2 + -> (r**2 * w / 2 + OR (q / 2 + -> (r**2 / 2 / w**2 +
    | In J, (y - mu)^2 should be divided by 2 sigma^2, with both in brackets.
-r * w**2 -> -r * w OR -r * w**2 -> -r | In dmu, y - mu should be divided by sigma^2.
(1 - q) -> (1 - q) * w | ds is the slope with respect to sigma: times sigma, it is that of s.
(1 - q) -> (1 - q) * w**2 / 2 OR (1 - q) -> (1 - q) / 2 | ds is a slope in sigma^2 or its ln: s is ln sigma.
(1 - q) -> -q | The 1 is missing in ds: the slope of s itself.
(1 - q) -> (1 + q) OR (1 - q) -> (1 - q / 2) OR (1 - q) -> (1 - 2 * q) | The slope of e^-2s / 2 is -e^-2s.
(r**2).mean()) / 2 -> (r**2).mean()) | best_s is ln sigma^2: ln sigma is half of it.
np.log((r**2).mean()) / 2 -> (r**2).mean() ** 0.5 OR np.log((r**2).mean()) / 2 -> (r**2).mean()
    | best_s is sigma, or sigma^2: ln sigma is asked for.
(r**2).mean() -> y.var() OR (r**2).mean() -> r.var() | best_s needs y - mu: yours is from a mean.
(r**2).mean() -> (r**2).sum() / (m - 1) OR (r**2).mean() -> (r**2).sum() | best_s needs the mean over all m.
np.log((r**2).mean()) / 2 -> np.log(abs(r)).mean() OR np.log((r**2).mean()) / 2 -> np.log(abs(r).mean())
    | In best_s the mean of squares comes first, not that of |y - mu| or of logarithms.
np.log((r**2).mean()) / 2 -> s.mean() OR np.log((r**2).mean()) / 2 -> np.log(np.exp(s).mean())
    | best_s is a mean of s or of sigma: what is best depends on y - mu.
""")
RIGHT = edits("-r * w**2 / -> (mu - y) / np.exp(2 * s) / | a quotient")
