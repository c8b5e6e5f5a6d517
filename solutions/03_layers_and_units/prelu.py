"""Chapter 3, exercise 3.3: a leak that is learned."""

import numpy as np

from dlcourse.checks import GRADIENTS, Right, draws, edits, normal, shown, slopes

READ, ROWS = "units-that-let-pass", "S075 S076 S079 F032"
HINT = "One example, one unit, z = -2: h = -2 alpha. What is its slope in z, what in alpha? And for z = 2?"
REFUSED = *GRADIENTS, "dlcourse.ops.activations", "dlcourse.layers.activations"


def layer(rng, m, n, **options):
    drawn = normal(rng, away=lambda z, alpha, G: z, z=(m, n), alpha=n, G=(m, n), **options)
    drawn["z"][0] = -abs(drawn["z"][0])  # each unit leaks at least once
    return drawn


VISIBLE = shown(layer, 33, (3, 2), (5, 3))
draw = draws(layer, (3, 2), (7, 5), (3, 11))


def judge(z, alpha, G):
    def h(z, alpha):
        return np.where(z.real > 0, z, alpha * z)

    by = slopes(lambda z, alpha: (G * h(z, alpha)).sum(), {"z": z, "alpha": alpha}, "z alpha")
    counts = {"the number of examples m": len(z), "the number of units n": len(alpha)}
    return Right(h=h(z, alpha), **by).knowing(counts)


WRONG = edits("""
np.minimum(z, 0)).sum(axis=0) -> np.minimum(z, 0)) ~ it would be right: that sum is missing
np.minimum(z, 0)).sum(axis=0) -> np.minimum(z, 0)).mean(axis=0) ~ did you divide by it once too often?
np.minimum(z, 0)).sum(axis=0) -> np.minimum(z, 0)).sum(axis=1) ~ Was it summed over the wrong axis?
np.minimum(z, 0)).sum(axis=0) -> np.minimum(z, 0)).sum() ~ Was it summed over one axis too many
z, 0)).sum(axis=0) -> z, 0))[-1] OR z, 0)).sum(axis=0) -> z, 0))[0] | dalpha is that of one example: add up.
np.minimum(z, 0) -> z | dalpha has z where z is above 0, too: there h does not depend on alpha.
np.minimum(z, 0) -> np.maximum(z, 0) | dalpha has z where it is above 0: alpha counts where z is below 0.
np.minimum(z, 0) -> (z < 0) | dalpha lacks z: the slope of alpha z in alpha is z.
(G * np.minimum -> (dz * np.minimum OR np.minimum(z, 0) -> h OR np.minimum(z, 0) -> np.where(z > 0, 0, h) |
    dalpha has the factor alpha: the slope of alpha z with respect to alpha is z, and what arrives is G.
np.minimum(z, 0) -> -np.minimum(z, 0) ~ dalpha has the wrong sign
(G * np.minimum -> (np.minimum | G is missing in dalpha: the slopes that arrive are its entries.
(G * np.minimum(z, 0)).sum(axis=0) -> G.sum(axis=0) * np.minimum(z, 0).sum(axis=0) | dalpha is a product of
    two sums: multiply example by example, then add up.
alpha * G) -> G) OR G, alpha * G) -> alpha * G, alpha * G) | The slope of h is 1 above 0 and alpha below.
(z > 0, G, alpha * G) -> (z > 0, G, 0) | dz is 0 where z is below 0, as for a ReLU: there the slope is alpha.
(z > 0, G, alpha * G) -> (z > 0, 1, alpha) OR alpha * G) -> alpha) | G is missing in dz.
(z > 0, G, alpha * G) -> (z > 0, G * z, alpha * z * G) OR alpha * G) -> alpha * z * G) | dz is G h.
(z > 0, G, -> (z < 0, G, OR (z > 0, G, -> (G > 0, G, | dz is G in the wrong places: where z is above 0.
(z > 0, G, -> (np.where(alpha > 0, z, 1) > 0, G, OR z, 0)).sum -> z, 0) * (alpha > 0)).sum | Where alpha is
    below 0, h is never negative: ask for the sign of z.
z, alpha * z) -> z, 0) OR z, alpha * z) -> z, -alpha * z) OR z, alpha * z) -> 0, alpha * z) | h is z where z
    is above 0, and alpha times z below, with a plus.
np.where(z > 0, z, alpha * z) -> np.maximum(z, alpha * z) | For alpha > 1, max(z, alpha z) is wrong.
alpha * z) -> 0.01 * z) OR alpha * z) -> alpha[0] * z) | h has another leak: that of unit j is alpha[j].
""")
RIGHT = edits("np.where(z > 0, G, alpha * G) -> G * ((z > 0) + alpha * (z < 0)) | two masks")
