"""Chapter 13, exercise 13.5: the direction of L-BFGS."""

from dlcourse.checks import Right, edits
from dlcourse.checks.drawn_curvature import estimate_of_inverse, pairs_of_steps

READ, ROWS = "13b_without_a_matrix#l-bfgs-two-loops", "F070"
HINT = "With one pair and scale 1, M y = s: for g = y your d should be -s. Then try two pairs."
REFUSED = "dlcourse.optimizers", "dlcourse.experiments"
VISIBLE, draw = pairs_of_steps()


def judge(g, S, Y, scale):
    return Right(d=-estimate_of_inverse(S, Y, scale) @ g)


WRONG = edits(r"""
pairs[::-1] -> pairs | The first loop goes from the oldest pair to the newest: the newest comes first.
zip(pairs, kept[::-1]) -> zip(pairs[::-1], kept) | The second loop goes from the newest pair to the oldest.
pairs[::-1] -> pairs; zip(pairs, kept[::-1]) -> zip(pairs[::-1], kept[::-1]) | Both loops go the wrong way
    round: first from the newest to the oldest, then back.
kept[::-1] -> kept | The second loop has the weights of other pairs: those were kept newest first.
s @ q / (y @ s) -> s @ g / (y @ s) | The first loop takes g each time: q has changed since.
q = scale * q -> q = u = scale * q; y @ q / (y -> y @ u / (y OR s @ q / (y @ s) -> s @ g / (y @ s); q = scale
    * q -> q = u = scale * q; y @ q / (y -> y @ u / (y | A loop has one q for all pairs: each changes it.
s @ q / (y @ s) -> y @ q / (y @ s) OR s @ q / (y @ s) -> s @ q / (y @ y) OR s @ q / (y @ s) -> s @ q / (s @
    s) | In the first loop the weight is s^T q / y^T s.
q = q - a * y -> q = g - a * y | The first loop begins with g again at each pair.
q = scale * q -> pass OR q = scale * q -> q = q / scale | M starts as scale I, between the loops.
return -q -> return -scale * q; q = scale * q -> pass | scale comes after both loops: it stands between
    them.
(a - y @ q / (y @ s)) -> a | In the second loop y^T q / y^T s is missing.
zip(S, Y) if s @ y > 0 -> zip(S, Y) | No pair is left out: with y^T s below 0, M is no longer positive
    definite.
s, y in zip(S, Y) if s @ y > 0 -> s, y in zip(S, Y * np.sign((S * Y).sum(axis=1))[:, None]) | A pair with
    y^T s below 0 is turned round: it is to be left out.
zip(S, Y) -> zip(S[-1:], Y[-1:]) | Only the newest pair is used.
zip(S, Y) -> zip(S[1:], Y[1:]) OR pairs[::-1] -> pairs[:0:-1]; kept[::-1] -> [0, *kept[::-1]] | The oldest
    pair is left out.
zip(S, Y) if s @ y > 0 -> zip(S, Y); a = s @ q -> a = (y @ s > 0) * s @ q OR zip(S, Y) if s @ y > 0 -> zip(S,
    Y); @ s)) * s -> @ s)) * s * (y @ s > 0) | One of the loops takes pairs that are to be left out.
zip(S, Y) -> zip(Y, S) | s and y have changed places: M y = s, the inverse.
return -q -> return q | That is M g: it leads up. d is -M g.
return -q -> return -scale * g | No pair is used: that is -scale g.
return -q -> return -g | That is a step of gradient descent.
return -q -> return -q[0] ~ d
q = scale * q -> g *= scale ~ changed its input
""")
RIGHT = edits("s @ q / (y @ s) -> 1 / (y @ s) * (s @ q); pairs[::-1] -> list(reversed(pairs)) | rho")
