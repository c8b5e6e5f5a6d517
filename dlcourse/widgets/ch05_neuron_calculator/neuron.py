"""Chapter 5: backpropagation. The calculator's formulas: one sigmoid neuron, forward, backward, updated."""

from dlcourse.graphs import symbolic_gradient
from dlcourse.losses import half_squared_error
from dlcourse.ops import sigmoid
from dlcourse.widgets.frame.kernel import Kernel, symbols


def neuron_pass() -> Kernel:
    """One pass and one update.   x1, x2, w1, w2, y, lr -> every number on the way, by name

    The factors are the library's gradients: of J with respect to y_hat, of y_hat with respect to z, ...
    """
    x1, x2, w1, w2, y, lr = inputs = symbols(x1=(), x2=(), w1=(), w2=(), y=(), lr=())
    z = x1 * w1 + x2 * w2
    y_hat = sigmoid(z)
    J = half_squared_error(y_hat, y)
    dJ_dy_hat, dJ_dw1, dJ_dw2 = symbolic_gradient(J, [y_hat, w1, w2])
    new_w1, new_w2 = w1 - lr * dJ_dw1, w2 - lr * dJ_dw2
    new_z = x1 * new_w1 + x2 * new_w2
    outputs = {"w1": w1, "w2": w2, "z": z, "y_hat": y_hat, "J": J, "dJ_dy_hat": dJ_dy_hat}
    outputs["dy_hat_dz"] = symbolic_gradient(y_hat, z)
    outputs["dz_dw1"], outputs["dz_dw2"] = symbolic_gradient(z, [w1, w2])
    outputs |= {"dJ_dw1": dJ_dw1, "dJ_dw2": dJ_dw2, "new_w1": new_w1, "new_w2": new_w2, "new_z": new_z}
    outputs["new_y_hat"] = sigmoid(new_z)
    outputs["new_J"] = half_squared_error(outputs["new_y_hat"], y)
    return Kernel(inputs, outputs)
