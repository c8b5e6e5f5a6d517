"""Chapter 1, exercise 1.1: one neuron, three gates."""

from dlcourse.checks import edits
from dlcourse.checks.free.ch01_gate_weights import judge as judge

READ, ROWS = "gates", "K003 K004 K005 K006 K015"
CONTROL = "01_neurons_and_gates.html#gate-composer.preset=AND&gate-composer.seen=15"
HINT = "For w all ones: list the sums of ones that have to give 0, and those that have to give 1. Where is b?"
REFUSED = ("dlcourse.models.gates",)
GATES = "AND", "OR", "NAND"
VISIBLE = [{"gate": gate, "n": n} for n in (2, 3) for gate in GATES]


def draw(rng):
    yield from ({"gate": gate, "n": n} for n in (2, 5, 7) for gate in rng.permutation(GATES).tolist())


WRONG = edits("""
0.5 - n -> -n * 1.0 ~ There z is exactly 0, and h(0) = 0: a 1 needs z above 0.
, -0.5 -> , -1.0 ~ There z is exactly 0, and h(0) = 0: a 1 needs z above 0.
n - 0.5 -> n - 1 ~ There z is exactly 0, and h(0) = 0: a 1 needs z above 0.
0.5 - n -> 1 - n ~ The table is right, but at x = (1, 0), z is 0: with w[0] 5 % larger
n - 0.5 -> n ~ The table is right, but at x = (1, 1), z is 0
0.5 - n -> 0.01 - n ~ with w[0] 5 % smaller
0.5 - n -> n - 0.5 ~ With the opposite sign of b, all answers are right
, -0.5 -> , 0.5 ~ With the opposite sign of b, all answers are right
, -0.5 -> , 1.5 ~ It says 1 whatever x is
-np.ones(n), n - 0.5 -> np.ones(n), n - 0.5 ~ With the opposite signs of w, all answers are right.
-np.ones(n), n - 0.5 -> -np.ones(n), 0.5 - n ~ With the opposite sign of b, all answers are right
-np.ones(n), n - 0.5 -> np.ones(n), 0.5 - n ~ Your neuron computes AND.
-np.ones(n), n - 0.5 -> -np.ones(n), 0.5 ~ Your neuron computes NOR.
, -0.5 -> , 0.5 - n ~ Your neuron computes AND.
0.5 - n -> -0.5 ~ Your neuron computes OR.
0.5 - n -> -1.5 ~ It changes its answer at the second 1, whatever n is
n - 0.5 -> 1.5 ~ It changes its answer at the second 1, whatever n is
np.ones(n), 0.5 - n -> [0.5, 0.5], -0.7 ~ w has the shape (2,); expected is
np.ones(n), 0.5 - n -> 1.0, 0.5 - n ~ w has the shape (); expected is (2,)
np.ones(n), -0.5 -> np.append(np.ones(n), -0.5) ~ should return 2 arrays: `return w, b`
, -0.5 -> , [-0.5] ~ b has the shape (1,); expected is ()
np.ones(n), -0.5 -> -0.5, np.ones(n) ~ come in another order
""")
RIGHT = edits("np.ones(n), -0.5 -> [0.4] * n, 0.0 | OR with b = 0, since h(0) = 0; a list")
