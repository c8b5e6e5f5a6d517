"""scikit-learn's MLPClassifier and MLPRegressor: one `partial_fit` on the batch is one step."""

import sklearn
from sklearn.neural_network import MLPClassifier, MLPRegressor

from benchmarks.peers import Task, Unsupported
from benchmarks.workloads import ADAM

VERSION = sklearn.__version__
NOTE = (
    "partial_fit on one batch, its checks of the data included; alpha 0; eps adapted, since its Adam adds it "
)
NOTE += "before the correction of the root, and its squared loss is half of ours"
LACKS = dict.fromkeys(("chain", "gradient", "hessian"), "has no derivatives to ask for") | {
    "inference": "predicts classes and probabilities, no logits"
}
ACTIVATIONS = {"relu": "relu", "tanh": "tanh", "sigmoid": "logistic"}


def training(workload):
    if workload.batch_norm:
        raise Unsupported("has no batch norm")
    parameters, x, y = workload.start()
    squares = workload.loss == "squares"
    if not squares and workload.widths[-1] == 2:
        raise Unsupported("gives two classes one output, not two")
    model = _model(workload, squares)
    more = {} if squares else {"classes": range(workload.widths[-1])}
    y = y.ravel() if squares else y
    model.partial_fit(x, y, **more)  # sets it up; then back to the start
    for own, array in zip(
        [*model.coefs_, *model.intercepts_], [*parameters[::2], *parameters[1::2]], strict=True
    ):
        own[...] = array
    optimizer = model._optimizer
    for slots in ("ms", "vs", "velocities"):
        for array in getattr(optimizer, slots, ()):
            array[...] = 0
    optimizer.t = 0
    eps, n = ADAM["eps"] * (0.5 if squares else 1), 0

    def step():
        nonlocal n
        n += 1
        optimizer.epsilon = eps * (1 - ADAM["beta2"] ** n) ** 0.5
        model.partial_fit(x, y)
        return model.loss_ * (2 if squares else 1)

    def weights():
        return [a for pair in zip(model.coefs_, model.intercepts_, strict=True) for a in pair]

    return Task(step, weights)


def _model(workload, squares):
    options = {
        "hidden_layer_sizes": workload.widths[1:-1],
        "activation": ACTIVATIONS[workload.activation],
        "solver": workload.optimizer,
        "learning_rate_init": workload.lr,
        "batch_size": workload.batch_size,
        "alpha": 0.0,
        "shuffle": False,
        "beta_1": ADAM["beta1"],
        "beta_2": ADAM["beta2"],
        "epsilon": ADAM["eps"],
        "momentum": workload.momentum,
        "nesterovs_momentum": False,
        "random_state": 0,
    }
    return MLPRegressor(**options) if squares else MLPClassifier(**options)
