"""Chapter 0: gradient checking. What `bprop` says against what small steps measure, first and second
order."""

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.tensor import Tensor


class GradcheckError(AssertionError):
    """A derivative that disagrees with its numerical estimate; the message names the input and both
    numbers."""


def numerical_gradient(f, x, eps: float | None = None, scheme: str = "central"):
    """df/dx by small steps, entry by entry.   f: array -> number; x: array of any shape -> float64 array

    scheme: "forward" (f(x+eps) - f(x)) / eps, error of order eps; "central" (f(x+eps) - f(x-eps)) / (2 eps),
    error of order eps^2; "complex" Im f(x + i eps) / eps, no cancellation, for f that takes complex numbers.
    eps defaults to the step near the least total error: 1e-7, 1e-5, 1e-20. x is not changed. Needs two calls
    of f per entry. Source: deck Leibe, "Approach 2: numerical differentiation". Raises ValueError for an
    unknown scheme or an eps that is not positive.

    >>> numerical_gradient(lambda x: (x**3).sum(), np.array([1.0, 2.0])).round(6)
    array([ 3., 12.])
    """
    steps = {"forward": 1e-7, "central": 1e-5, "complex": 1e-20}
    if scheme not in steps:
        raise ValueError(
            f"numerical_gradient: expected scheme in {sorted(steps)}, got {scheme!r}; choose one of them"
        )
    eps = steps[scheme] if eps is None else eps
    if not eps > 0:
        raise ValueError(f"numerical_gradient: expected eps > 0, got {eps}; leave it out for a good default")
    point = np.array(x, dtype=complex if scheme == "complex" else float)
    gradient = np.zeros(point.shape)

    def value(i, step):
        moved = point.copy()
        moved[i] += step
        return f(moved)

    for i in np.ndindex(*point.shape):
        if scheme == "complex":
            gradient[i] = np.imag(value(i, 1j * eps)) / eps
        elif scheme == "central":
            gradient[i] = (float(value(i, eps)) - float(value(i, -eps))) / (2 * eps)
        else:
            gradient[i] = (float(value(i, eps)) - float(value(i, 0.0))) / eps
    return gradient


def gradcheck(f, inputs, order: int = 1, *, eps: float = 1e-6, rtol: float | None = None, rng=None) -> None:
    """Check f's derivatives at `inputs` along random directions, by central differences in float64.

    f: Tensors -> Tensor of any shape; inputs: floating arrays are varied, others passed as they are. The
    output is weighted by a random U, so that J = sum(U f), and every input moves along a random direction.
    order=2 checks the gradient of the gradient in the same way. rtol defaults to 1e-6, and to 1e-4 for order
    2. Raises GradcheckError with the input, the derivative and its estimate when they disagree.
    """
    if order not in (1, 2):
        raise ValueError(f"gradcheck: expected order 1 or 2, got {order!r}; higher ones are not checked")
    rng = np.random.default_rng(0) if rng is None else rng
    rtol = (1e-6 if order == 1 else 1e-4) if rtol is None else rtol
    arrays = [np.asarray(x) for x in inputs]
    varied = [i for i, x in enumerate(arrays) if x.dtype.kind == "f"]
    if not varied:
        raise ValueError(
            "gradcheck: expected at least one floating input, got none; nothing would be checked"
        )
    scalar = _weighted(f, rng)
    if order == 2:
        scalar = _slope(scalar, varied, [rng.standard_normal(arrays[i].shape) for i in varied])
    tensors = [Tensor(x.astype(float)) if i in varied else x for i, x in enumerate(arrays)]
    gradients = grad(scalar(tensors), [tensors[i] for i in varied])
    for i, gradient in zip(varied, gradients, strict=True):
        direction = rng.standard_normal(arrays[i].shape)
        claimed = float((gradient * direction).sum())
        measured, noise = _measure(scalar, tensors, i, direction, eps)
        if not abs(claimed - measured) <= rtol * max(abs(claimed), abs(measured)) + noise:
            raise GradcheckError(
                f"gradcheck: order {order}, "
                f"input {i} of shape {arrays[i].shape}: bprop gives {claimed:.10g} along a "
                f"random direction, small steps measure {measured:.10g}; look for a lost factor, sign or axis"
            )


def _weighted(f, rng):
    """J = sum(U f): every entry of the output counts, each with its own weight. U is drawn once."""
    weights = {}

    def scalar(tensors):
        Y = f(*tensors)
        if not isinstance(Y, Tensor):
            raise TypeError(
                f"gradcheck: expected f to return a Tensor, got {type(Y).__name__}; build it from ops"
            )
        U = weights.setdefault("U", rng.standard_normal(Y.shape))
        return (Y * U).sum() + 0.5 * (Y * U * Y).sum()  # the square: G depends on Y, so second order sees it

    return scalar


def _slope(scalar, varied, directions):
    """The slope of `scalar` along fixed directions, itself a scalar that can be differentiated."""

    def slope(tensors):
        gradients = grad(scalar(tensors), [tensors[i] for i in varied], create_graph=True)
        total = Tensor(0.0)
        for gradient, direction in zip(gradients, directions, strict=True):
            total = total + (gradient * direction).sum()
        return total

    return slope


def _measure(scalar, tensors, i, direction, eps):
    """The central difference along `direction`, and the rounding noise that it may carry."""
    values = []
    for step in (eps, -eps):
        moved = list(tensors)
        moved[i] = Tensor(tensors[i].array + step * direction)
        values.append(float(scalar(moved)))
    noise = 8 * np.finfo(float).eps * (1 + max(abs(v) for v in values)) / eps
    return (values[0] - values[1]) / (2 * eps), noise
