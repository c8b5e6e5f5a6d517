"""Chapter 10, exercise 10.2: what kind of point?"""

from dlcourse.checks import edits
from dlcourse.checks.drawn_landscapes import points
from dlcourse.checks.free.ch10_kind_of_point import judge as judge

READ, ROWS = "six-surfaces", "F046 F047 F048"
HINT = "Print the eigenvalues. Which signs have they? If one is 0, print the least and the largest f - f(x)."
CONTROL = "10_loss_landscape.html#surface-explorer.surface=flat_saddle&surface-explorer.step=60"
REFUSED = "dlcourse.critical_points", "dlcourse.checks.free", "dlcourse.experiments"
VARIANTS = False  # the gradient is 0 up to rounding in float64
VISIBLE, draw = points()

WRONG = edits(r"""
MINIMUM if -> MAXIMUM if; else MAXIMUM -> else MINIMUM OR MINIMUM if -> MAXIMUM if; else MAXIMUM -> else
    MINIMUM; circle > f(x), circle < f(x) -> circle < f(x), circle > f(x) ~ so f rises from x on all sides
M if up.all() -> M if up.any() OR M if down.all() -> M if down.any() OR else SADDLE -> else MINIMUM OR M if
    up.all() else -> M if np.prod(values) > 0 else ~ eigenvalues above 0 and below 0
if not ( -> if False and not ( OR kind = -> up, down = values > -1e-9, values < 1e-9\n    kind = OR kind = ->
    up, down = values > 1e-9, values < 1e-9\n    kind = ~ so H does not decide
around(x, radius) -> x + radius * np.eye(2) OR radius))\n -> radius)).mean(keepdims=True)\n OR radius))\n ->
    radius))[:180]\n OR radius))\n -> radius)).max(keepdims=True)\n OR radius))\n ->
    radius)).min(keepdims=True)\n OR radius))\n -> radius))[:1]\n ~ One side alone would make it
circle > f(x), circle < f(x) -> circle > 0, circle < 0 OR around(x, -> around(0 * x, ~ points of the circle f
    is above [loses 4]
circle > f(x), circle < f(x) -> circle < f(x), circle > f(x) OR circle > f(x), circle < f(x) -> circle > f(x)
    + 1e-3, circle < f(x) - 1e-3 ~ above f(x) at 0, below f(x) at 720
kind = -> index = down.mean()\n    kind = ~ yours is a part of the points of the circle
down.mean() -> up.mean() ~ yours is the part above 0
down.mean() -> down.sum() ~ not divided by n
down.mean() -> (~up).mean() ~ yours counts those that are 0, too
down.mean() -> (values < 0).mean() OR > 1e-9, values < -1e-9 -> > 0, values < 0 ~ rounded, and counts as
    neither [loses 4]
down.mean() -> (H < 0).mean() ~ at entries of H
down.mean() -> (np.diag(H) < 0).mean() OR np.linalg.eigvalsh(H) -> np.diag(H) ~ diagonal of H [loses 4]
down.mean() -> down.any() ~ holds values of type bool
np.linalg.eigvalsh(H) -> H.ravel() OR np.linalg.eigvalsh(H) -> np.array([np.linalg.det(H), np.trace(H)]) ~
    Your index is
if not ( -> if len(x) == 2 or not ( ~ points of a circle miss it [loses 4]
MINIMUM if -> "MINIMUM" if ~ of type str
index, kind -> kind, index ~ Your index is 1
index, kind -> index ~ should return 2 arrays
return index, kind -> print(index, kind) ~ prints and returns None
else SADDLE -> else 2 ~ kind is 2
index = -> H[0, 0] = 7.0\n    index = ~ changed its input
index = -> from dlcourse.critical_points import kind_of\n    kind_of(values)\n    index = ~ of the library
""")
RIGHT = edits("eigvalsh(H) -> eigvals(H).real; down.mean() -> sum(values < -1e-9) / len(x) | unordered")
