"""Chapter 1, exercise 1.3: the perceptron corrects itself."""

from dlcourse.checks import Right, draws, edits
from dlcourse.data import truth_table
from dlcourse.models.perceptron import fit_perceptron

READ, ROWS, REFUSED = "learning-from-mistakes", "L002 L004 M005 K007", ("dlcourse.models.perceptron",)
CONTROL = "01_neurons_and_gates.html#perceptron-stepper.data=AND&perceptron-stepper.step=3"
SECONDS, SLOW = 2.0, "Does it end after max_epochs, too, when no epoch is without a mistake?"
HINT = "Work AND by hand, in the order of the examples: at first z = 0 for all. Which is the first mistake?"


def cloud(rng, m, n, separable=True):
    while True:  # of whole numbers, so that float32 is exact, and z = 0 occurs
        x, y = rng.integers(-3, 4, (m, n)) * 1.0, rng.integers(2, size=m) * 1.0
        fit = fit_perceptron(x, y, max_epochs=20)
        if fit.converged == separable and fit.n_epochs > 3:
            return {"x": x, "y": y, "max_epochs": 20}


VISIBLE = [{"x": x, "y": y[:, 0], "max_epochs": 7} for x, y in map(truth_table, ("and", "xor", "or"))]
draw = draws(cloud, (5, 2), (11, 3), (7, 3, False), (13, 5))


def judge(x, y, max_epochs):
    fit = fit_perceptron(x, y, max_epochs=max_epochs)
    n_epochs = fit.n_epochs if fit.converged else 0
    right = Right(w=fit.w, b=fit.b, n_updates=fit.n_updates, n_epochs=n_epochs).of_counts()
    return right.hinting("Are the examples taken one by one, in their order? Do w and b start at 0?")


WRONG = edits(r"""
w + error -> w - error; b + error -> b - error | The corrections go the wrong way: add x when 1 is due.
b + error -> b | b is never corrected: it is the weight of a constant 1.
b > 0 -> b >= 0 | At z = 0 yours says 1: h(0) = 0.
y_i - (x_i @ w + b > 0) -> 2 * y_i - 1 | Examples that are right move w and b, too.
b + error -> b + max(error, 0) OR w + error -> w + max(error, 0)
    | It is corrected in one case only: where 0 is due and 1 is said, both x and 1 are subtracted.
np.zeros(x.shape[1]), 0, 0 -> np.zeros(x.shape[1]), 1, 0 | b starts at 1: at 0.
int(error != 0) -> 1 | n_updates counts the examples: only a mistake is corrected.
n_updates == before -> error == 0 | It ends when an epoch's last example is right: all have to be.
(x_i @ w + b > 0) -> (x_i @ w + b) | y_hat has no threshold: that is the delta rule of 1.4.
y_i - (x_i @ w + b > 0) -> y_i * (x_i @ w + b <= 0) | Where 0 is due and 1 is said, nothing is subtracted.
before = n_updates -> before, v, c = n_updates, w, b; w + b > -> v + c > | The newest w and b are not used.
epoch\n -> epoch - 1\n | The epoch without a mistake is not counted, or epochs are counted from 0.
updates, 0\n -> updates, max_epochs\n | Where no epoch was without a mistake, n_epochs is 0.
error != 0)\n -> error != 0)\n            if error:\n                break\n | It stops at a mistake: go on.
""")
RIGHT = edits("(x_i @ w + b > 0) -> np.heaviside(x_i @ w + b, 0) | a step of numpy's")
