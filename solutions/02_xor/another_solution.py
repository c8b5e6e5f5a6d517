"""Chapter 2, exercise 2.3: any exact solution with two ReLU units, but the chapter's."""

from dlcourse.checks import edits
from dlcourse.checks.free.ch02_another_solution import judge as judge

READ, ROWS = "02b_xor_training#other-solutions", "S032"
HINT = "Draw the square. Each unit is on beyond a line: which two lines leave 00 and 11 at the same value?"
CONTROL = "02_xor.html#xor-playground.start=hand"
VISIBLE = [{}]


def draw(rng):
    yield {}  # there is nothing to draw


WRONG = edits("""
W, np.zeros(2), np.ones((2, 1)) -> np.ones((2, 2)), np.array([0, -1]), np.array([[1], [-2]])
    ~ is the chapter's solution. Let
[[1.0, -1.0], [-1.0, 1.0]] -> [[2.0, 0.5], [2.0, 0.5]]; W, np.zeros(2), np.ones((2, 1)) ->
    W, np.array([0, -0.5]), np.array([[0.5], [-4]]) ~ is the chapter's solution in other clothes
W, np.zeros(2), np.ones((2, 1)) -> np.ones((2, 2)), np.array([-1, 0]), np.array([[-2], [1]])
    ~ is the chapter's solution in other clothes
W, np.zeros(2), np.ones((2, 1)), np.zeros(1) ->
    np.ones((2, 2)), np.array([1e-6, -1]), np.array([[1], [-2]]), np.array([-1e-6]) ~ moved by a hair
np.ones((2, 1)) -> np.array([[1.0], [-1.0]]) ~ your network says -1, and XOR says 1
[[1.0, -1.0] -> [[1.0, np.nan] ~ W[0, 1] is nan
1)), np.zeros(1) -> 1)) ~ should return 4 arrays: `return W, c, w, b`
np.ones((2, 1)) -> np.ones(2) ~ w has the shape (2,); expected is (2, 1)
""")
RIGHT = edits("""
np.array([[1.0, -1.0], [-1.0, 1.0]]) -> [[1, -1], [-1, 1]]; np.zeros(2), np.ones((2, 1)) -> [0, 0], [[1], [1]]
    | lists
W, np.zeros(2), np.ones((2, 1)), np.zeros(1) -> [W, np.zeros(2), np.ones((2, 1)), np.zeros(1)]
    | a list of arrays
""")
