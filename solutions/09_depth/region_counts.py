"""Chapter 9, exercise 9.3: counts and bounds."""

from dlcourse.checks import Right, edits
from dlcourse.checks.drawn_regions import counted

READ, ROWS = "bounds-beside", "S110 S111 S112"
HINT = "Draw four lines, one by one: Z(4, 2) is 1 + 4 + 6. For d >= n all C(n, j) are in the sum."
ASK = "What does your function say for n = 4, d = 2, L = 2, k = 3, and what do you find by hand?"
CONTROL = "09_depth.html#region-map.net=4-4&region-map.start=folds"
REFUSED = "dlcourse.models", "dlcourse.experiments"
VISIBLE, draw = counted()


def regions(n, d):
    """A further plane adds as many regions as the others cut it into."""
    return 1 if n * d == 0 else regions(n - 1, d) + regions(n - 1, d - 1)


def judge(n, d, L, k):
    Z = regions(n, d)
    some = (n // d) ** (d * (L - 1)) * Z if n >= d else 0
    return Right(one_layer=regions(n * L, d), guaranteed=some, upper=Z**L, maxout=k ** (d + L - 1)).hinting(
        ASK
    )


WRONG = edits(r"""
range(d + 1)) -> range(d)) OR range(d + 1)) -> range(1, d + 1)) OR range(d + 1)) -> range(3)) OR range(d + 1))
    -> range(n + 1)) OR (n, j) -> (n, d) OR math.comb(n, j) -> n**j OR comb(n, j) -> comb(d, j) | Z is the sum
    of C(n, j) over j from 0 to d, with both ends: no other j, and of n units.
def Z(n): -> def Z(n):\n        if d > n:\n            return 0 | Z is not 0 for d > n: the sum is 2^n.
n * L), -> n), OR n * L), -> n + L), OR n * L), -> n**L), OR n * L), -> n) ** L, OR Z(n * L), -> L * Z(n), OR
    Z(n * L), -> 2 ** (n * L), | one_layer is Z of n L units, all in one layer, where they cut together.
(n // d) -> math.comb(n, d) | guaranteed has the binomial C(n, d), and exceeds what is possible: it is n / d.
(n // d) -> (n / d) OR (n // d) ** (d * (L - 1)) -> int((n / d) ** (d * (L - 1))) OR (n // d) -> (-(-n // d))
    OR (n // d) -> n | guaranteed: it is n / d, rounded down, that is taken to the power.
d * (L - 1)) -> d * L) OR (d * (L - 1)) -> d * (L - 1) OR d * (L - 1)) -> (L - 1)) OR d * (L - 1)) -> L) OR d
    * (L - 1)) -> d) | guaranteed: the exponent is d (L - 1), so d for each layer but the last.
* Z(n) if -> * n**d if OR * Z(n) if -> if OR * Z(n) if -> + Z(n) if OR * Z(n) if -> * Z(n * L) if OR * Z(n) if
    -> * Z(n) ** L if | guaranteed is a product: the last factor, for the last layer, is Z(n, d).
if n >= d else 0 -> if n > d else 0 | guaranteed needs n >= d: n = d is enough. [loses 3]
if n >= d else 0 -> if n else 0 | Where n < d and L = 1, 0 ** 0 is 1. [loses 3]
else 0 -> else Z(n) OR else 0 -> else 1 | Where n < d, the theorem says nothing: 0 is asked for.
) ** L, -> ) * L, OR ) ** L, -> ) ** (L - 1), OR ) ** L, -> ) ** d, OR ) ** L, -> * L) ** L, OR ) ** L, ->
    **L), OR ) ** L, -> * L), OR Z(n) ** L, -> 2 ** (n * L), OR Z(n) ** L, -> n ** (d * L), | upper is a
    product, with Z(n, d) for each of the L layers: each cuts all regions again.
L - 1 + d) -> L + d) OR L - 1 + d) -> L * d) OR L - 1 + d) -> L - 1) OR L - 1 + d) -> L) OR L - 1 + d) -> d)
    OR k ** (L - 1 + d) -> k**L - 1 + d OR k ** -> k * OR k ** -> n ** | maxout: k^(L-1+d).
** -> ^ OR (n // d) ** -> (n // d) ^ OR k ** -> k ^ | `^` is no power in Python: write `**`.
return Z( -> from dlcourse.models.regions import zaslavsky\n    return zaslavsky(n, d) + Z( ~ calls zaslavsky
""")
RIGHT = edits("math.comb(n, j) -> math.perm(n, j) / math.factorial(j) | factorials, and floats")
