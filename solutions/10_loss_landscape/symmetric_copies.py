"""Chapter 10, exercise 10.4: the same network, many times."""

from dlcourse.checks import edits
from dlcourse.checks.drawn_landscapes import units
from dlcourse.checks.free.ch10_symmetric_copies import judge as judge

READ, ROWS = "the-same-network-many-times", "F044"
HINT = "With one unit there are two networks: which three numbers turn their signs? For two, list all 8."
REFUSED = "dlcourse.experiments", "dlcourse.checks.free"
VISIBLE, draw = units()
WRONG = edits(r"""
W[:, order] * signs -> W * signs ~ all in one order
c[order] -> c ~ all in one order
w[order] -> w ~ all in one order
W[:, order] * signs, c[order] * signs -> W[:, order] * signs, c[order] ~ turned in W and w, not in c
w[order] * signs -> w[order] ~ turned in W and c, not in w
W[:, order] * signs -> W[:, order] ~ in c and w, not in W
c[order] * signs, w[order] * signs -> c[order], w[order] ~ turned in W, not in c and w
W[:, order] * signs, c[order] * signs -> W[:, order], c[order] ~ turned in w, not in W and c
product((1, -1) -> product((1,) ~ No sign is turned
product((1, -1) -> product((-1,) ~ The network itself
itertools.permutations(range(len(c))) -> [range(len(c))] ~ All have one order
product((1, -1), repeat=len(c)) -> product((1, -1), repeat=1) ~ All units turn their signs together
permutations(range(len(c))) -> combinations(range(len(c)), len(c)) ~ All have one order
permutations(range(len(c))) -> product(range(len(c)), repeat=len(c)) ~ has one unit twice
product((1, -1), -> product((1, 0, -1), ~ is none of the columns
product((1, -1), -> product((1, -1, 1), ~ are the same
product((1, -1), -> product((2, -2), ~ is none of the columns
W[:, order] * -> W[::-1, order] * ~ A unit is a column of W
return tuple(zip(*found)) -> return found ~ each is to be a list of its own
return tuple(zip(*found)) -> return found[0] ~ expected is (m, 1, 1)
return tuple(zip(*found)) -> return len(found) ~ should return 3 arrays
return tuple(zip(*found)) -> return tuple(zip(*found[1:])) ~ The network itself
return tuple(zip(*found)) -> return tuple(zip(*found[:-1])) ~ but some are missing
return tuple(zip(*found)) -> return tuple(zip(*found, found[0])) ~ are the same
return tuple(zip(*found)) -> W, c, w = zip(*found)\n    return w, c, W ~ another order
return tuple(zip(*found)) -> W, c, w = zip(*found)\n    return W, c ~ should return 3 arrays
return tuple(zip(*found)) -> W, c, w = zip(*found)\n    return W[:1], c, w ~ a network has one of each
return tuple(zip(*found)) -> W, c, w = zip(*found)\n    return W, w, c ~ c and w have changed places
return tuple(zip(*found)) -> print(found) ~ prints and returns None
c[order] * signs, -> c[order] * np.array(signs)[order], ~ the sign of unit
W[:, order] * signs -> W[:, order] * signs[0] ~ the sign of unit
w[order] * signs)) -> w[order] * np.prod(signs))) ~ the sign of unit
W[:, order] * signs -> W[:, order] * -np.array(signs) ~ turned in
found = [] -> W *= 1.5\n    found = [] ~ changed its input
found = [] -> from dlcourse.experiments.ch10_landscape import symmetric_copies as s\n    list(s(W, c,
    w))\n    found = [] ~ of the library
W[:, order] * signs, -> (W * signs)[:, order], ~ the sign of unit
W[:, order] * signs, -> W[:, order].T * signs, ~ expected is (m, 1, 2)
""")
RIGHT = edits("tuple(zip(*found)) -> [np.array(part).tolist() for part in zip(*found[::-1])] | lists")
