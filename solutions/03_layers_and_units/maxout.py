"""Chapter 3, exercise 3.4: maxout."""

import numpy as np

from dlcourse.checks import GRADIENTS, Right, draws, edits, normal, shown, slopes

READ, ROWS = "maxout", "S077 S079 L036"
HINT = "Take one example, two units: z.reshape(2, k). Which piece has won in each row? Where in z is it?"
REFUSED = *GRADIENTS, "dlcourse.ops.maxout", "dlcourse.layers.activations"


def layer(rng, m, n, k, **options):
    def lead(z, G):
        return np.diff(np.sort(z.reshape(m * n, k)), axis=1)

    drawn = normal(rng, away=lead, z=(m, n * k), G=(m, n), **options)
    return {"z": drawn["z"], "k": k, "G": drawn["G"]}


VISIBLE = shown(layer, 34, (2, 3, 3), (3, 3, 2))
draw = draws(layer, (5, 2, 3), (3, 7, 2), (2, 3, 11))


def judge(z, k, G):
    def h(z):
        best = z.real.reshape(-1, k).argmax(axis=1)
        return z.reshape(-1, k)[np.arange(len(best)), best].reshape(G.shape)

    by = slopes(lambda z: (G * h(z)).sum(), {"z": z}, "z")
    return Right(h=h(z), **by).knowing({"the number of pieces k": k, "the number of examples m": len(z)})


WRONG = edits(r"""
won * G -> (won >= 0) * G | All pieces of a unit receive its G: only the greatest moves h.
won * G -> (pieces > 0) * G | A piece above 0 receives G, as in a ReLU: the greatest does, whatever its sign.
won * G -> (won >= 0) / k * G | G is shared out among the pieces of a unit: the greatest alone receives it.
(won * G[:, :, None]) -> (1.0 * won) | G is missing in dz: where a piece has won, it is that unit's G.
(won * G[:, :, None]).reshape(z.shape) -> won * G[:, :, None] | dz has an axis for the pieces: reshape it.
won * G -> won * pieces * G OR won * G -> won * pieces + 0 * G | dz has z in it: the winner's slope is 1.
return h, (won * G[:, :, None]).reshape(z.shape) -> dz = 0 * z\n    for a, i in np.ndindex(*G.shape): dz[a,
    pieces[a, i].argmax()] = G[a, i]\n    return h, dz | Each unit's pieces are counted from 0: add i k.
z.reshape(*G.shape, k) -> z.reshape(len(G), k, -1).swapaxes(1, 2) OR None]).reshape -> None]).swapaxes(1,
    2).reshape | The pieces of a unit are not n columns apart: they are k neighbors, in z and in dz.
G[:, :, None] -> np.tile(G, k).reshape(won.shape) OR h[:, :, None] -> np.tile(h, k).reshape(pieces.shape);
    G[:, :, None] -> np.tile(G, k).reshape(won.shape) | A piece has met h or G of another unit.
h = pieces.max -> h = pieces.min | h is the least of the pieces: it is the greatest.
pieces.max -> pieces[:, :, :-1].max OR pieces.max -> pieces[:, :, 1:].max | A piece of each unit is left out.
return h, -> return np.array([z[:, i:i+k].max(1) for i in range(len(G.T))]).T, | Unit i begins at column i k.
return h, -> return np.maximum(0, h), OR return h, -> return abs(pieces).max(axis=2), | h is never below 0.
return h, -> return pieces.mean(2), OR return h, -> return pieces.sum(2), | The greatest piece alone is h.
return h, -> return pieces.argmax(axis=2), | h is the number of the winner: its value is asked for.
h[:, :, None] -> pieces.max() OR h[:, :, None] -> pieces.max(0) OR h[:, :, None] -> pieces.max((1, 2),
    keepdims=True) OR return h, -> return 0 * h + pieces.max((0, 2)), | The winner is one of k neighbors.
""")
RIGHT = edits("pieces == h[:, :, None] -> np.eye(k)[pieces.argmax(axis=2)] | by number")
