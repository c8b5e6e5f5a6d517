"""Chapter 2: training with momentum, for the still picture of a control; the live one has `training.js`."""

from dlcourse.widgets.frame.kernel import Kernel, symbols


def momentum_step(p, v, g, lr, momentum) -> dict:
    """A parameter and its velocity after a step, for arrays, numbers or symbols.

    >>> momentum_step(1.0, 0.5, 2.0, 0.1, 0.9)
    {'p': 1.25, 'v': 0.25}
    """
    v = momentum * v - lr * g
    return {"p": p + v, "v": v}


def momentum_kernel(momentum: float) -> Kernel:
    """p, v, g, lr, all numbers -> p and v after a step"""
    inputs = symbols(p=(), v=(), g=(), lr=())
    return Kernel(inputs, momentum_step(*inputs, momentum))


def trained(batch, theta: dict, n_steps: int, lr: float, momentum: float) -> tuple[dict, list]:
    """The parameters after some steps, and the loss before each of these.

    batch: a kernel of the parameters that gives the loss J and, for each of them, a gradient "dNAME"
    """
    theta, velocities, losses = dict(theta), {name: 0 * value for name, value in theta.items()}, []
    for _ in range(n_steps):
        found = batch(**theta)
        losses.append(float(found["J"]))
        for name in theta:
            after = momentum_step(theta[name], velocities[name], found[f"d{name}"], lr, momentum)
            theta[name], velocities[name] = after["p"], after["v"]
    return theta, losses
