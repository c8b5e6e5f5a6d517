"""More wrong answers to the assignment of chapter 5, tried without nbgrader, in test_checks_hidden."""

from wrong_answers import WrongAnswer
from wrong_answers.helpers import words
from wrong_answers.wrong_05_backpropagation import (
    BEFORE,
    CHAIN,
    GRADS,
    LAYERED,
    LINKS,
    NETWORK,
    NEURON,
    ORDERLY,
    STEP,
    STEPPED,
    UPDATE,
    UPDATED,
)

MORE_WRONG_ANSWERS = [
    WrongAnswer(
        "the input missing",
        "neuron_grads",
        NEURON.format("(y_hat - y) * y_hat * (1 - y_hat)"),
        GRADS,
        words("Times x it would be right: that factor is missing"),
    ),
    WrongAnswer(
        "uphill",
        "update",
        UPDATED.format("w_new = w + lr * dw", "w_new"),
        UPDATE,
        words("w_new is a step uphill"),
    ),
    WrongAnswer(
        "inner minus of g missing",
        "chain_rule",
        LINKS.format("w2 * e * x, e, 2 * off * x, 2 * off * w"),
        CHAIN,
        words("dg_dw has the wrong sign"),
    ),
    WrongAnswer(
        "2 of the square missing",
        "chain_rule",
        LINKS.format("w2 * e * x, e, -off * x, -off * w"),
        CHAIN,
        words("dg_dw is 2 times too small. Is the 2 missing that a square leaves"),
    ),
    WrongAnswer(
        "slope of the output's sigmoid missing",
        "train_step",
        NETWORK.format(ORDERLY.replace("(o - y) * o * (1 - o)", "o - y"), STEPPED),
        STEP,
        words("dW2 times o (1 - o) would be right: that factor is missing"),
    ),
    WrongAnswer(
        "slope of the hidden sigmoid missing",
        "train_step",
        NETWORK.format(ORDERLY.replace(" * h * (1 - h)", ""), STEPPED),
        STEP,
        words("dW1 times h (1 - h) would be right: that factor is missing"),
    ),
    WrongAnswer(
        "sigmoid applied twice",
        "neuron_grads",
        NEURON.format("(y_hat - y) * sigmoid(y_hat) * (1 - sigmoid(y_hat)) * x"),
        GRADS,
        words("dw has the sigmoid applied twice: y_hat is already sigmoid(z)"),
    ),
    WrongAnswer(
        "integer division in the cost",
        "update",
        UPDATED.format("w_new = w - lr * dw", "w_new")
        .replace("(sigmoid", "1 // 2 * (sigmoid")
        .replace(" / 2", ""),
        UPDATE,
        words("J_new is 0. Is there a `//`"),
    ),
    WrongAnswer(
        "cost before weights",
        "update",
        UPDATED.format("w_new = w - lr * dw", "w_new")
        .replace("return w_new, ", "return ")
        .replace("** 2 / 2", "** 2 / 2, w_new"),
        UPDATE,
        words("they come in another order: update should return w_new, J_new"),
    ),
    WrongAnswer(
        "cost without its square",
        "update",
        UPDATED.format("w_new = w - lr * dw", "w_new").replace(" ** 2", ""),
        UPDATE,
        words("J_new is half the error without its square"),
    ),
    WrongAnswer(
        "x in the place of u",
        "layer_before",
        LAYERED.format("slope * w", "np.outer(x, dx * x * (1 - x))"),
        BEFORE,
        words("dV has x in the place of u"),
    ),
    WrongAnswer(
        "neuron's sigmoid not differentiated",
        "layer_before",
        LAYERED.format("slope * w", "np.outer(u, dx * x * (1 - x))").replace(" * y_hat * (1 - y_hat)", ""),
        BEFORE,
        words("dx times y_hat (1 - y_hat) would be right: that factor is missing"),
    ),
    WrongAnswer(
        "dV first",
        "layer_before",
        LAYERED.format("slope * w", "np.outer(u, dx * x * (1 - x))").replace(
            "return dx, np.outer(u, dx * x * (1 - x))", "return np.outer(u, dx * x * (1 - x)), dx"
        ),
        BEFORE,
        words("they come in another order: layer_before should return dx, dV"),
    ),
    WrongAnswer(
        "last two slopes interchanged",
        "chain_rule",
        LINKS.format("w2 * e * x, e, -2 * off * w, -2 * off * x"),
        CHAIN,
        words("they come in another order: chain_rule should return df_dw1, df_dw2, dg_dw, dg_dx"),
    ),
    WrongAnswer(
        "gradient divided by the number of outputs",
        "train_step",
        NETWORK.format(ORDERLY.replace("(o - y)", "(o - y) / len(y)"), STEPPED),
        STEP,
        words("dW1 is 2 times too small. 2 is the number of outputs: did you divide by it once too often?"),
    ),
    WrongAnswer(
        "step uphill",
        "train_step",
        NETWORK.format(ORDERLY, STEPPED.replace("-", "+")),
        STEP,
        words("W1_new is a step uphill"),
    ),
    WrongAnswer(
        "first bias forgotten",
        "train_step",
        NETWORK.format(ORDERLY, STEPPED).replace(" + b1", ""),
        STEP,
        words("dW1 is what comes out when b1 is forgotten"),
    ),
    WrongAnswer(
        "step size fixed",
        "train_step",
        NETWORK.format(ORDERLY, STEPPED.replace("lr", "0.5")),
        STEP,
        words("W1_new is a step of size 0.5, whatever lr is"),
    ),
    WrongAnswer(
        "W2 transposed on the way back",
        "train_step",
        NETWORK.format(ORDERLY.replace("W2 @ do", "do @ W2"), STEPPED),
        STEP,
        words("dW1 has gone back through W2 transposed"),
    ),
    WrongAnswer(
        "each gradient beside its weights",
        "train_step",
        NETWORK.format(ORDERLY, STEPPED).replace(
            "return dW1, dW2, W1 - lr * dW1, W2 - lr * dW2", "return dW1, W1 - lr * dW1, dW2, W2 - lr * dW2"
        ),
        STEP,
        words("they come in another order: train_step should return dW1, dW2, W1_new, W2_new"),
    ),
]
