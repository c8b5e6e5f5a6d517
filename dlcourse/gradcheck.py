"""Chapter 0: gradient checking. What `bprop` says against what small steps measure, first and second
order."""

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.op import recording
from dlcourse.tensor import Tensor


class GradcheckError(AssertionError):
    """A derivative that disagrees with its numerical estimate; the message names the input and both
    numbers."""


def numerical_gradient(f, x, eps: float | None = None, scheme: str = "central"):
    """df/dx by small steps, entry by entry.   f: array -> number; x: array of any shape -> float64 array

    scheme: "forward" (f(x+eps) - f(x)) / eps, error of order eps; "central" (f(x+eps) - f(x-eps)) / (2 eps),
    error of order eps^2; "complex" Im f(x + i eps) / eps, no cancellation, for f that takes complex numbers.
    eps defaults to the step near the least total error: 1e-7, 1e-5, 1e-20. x is not changed. Calls f twice
    per entry, "complex" once. Source: DL book, section 11.5; the bare idea: deck Leibe, "Approach 2:
    Numerical Differentiation". Raises ValueError for an unknown scheme or an eps that is not positive.

    >>> numerical_gradient(lambda x: (x**3).sum(), np.array([1.0, 2.0])).round(6)
    array([ 3., 12.])
    """
    steps = {"forward": 1e-7, "central": 1e-5, "complex": 1e-20}
    if scheme not in steps:
        raise ValueError(
            f"numerical_gradient: expected scheme in {sorted(steps)}, got {scheme!r}; choose one of them"
        )
    eps = steps[scheme] if eps is None else eps
    if isinstance(eps, str) or not 0 < eps < np.inf:
        raise ValueError(f"numerical_gradient: expected eps > 0, got {eps!r}; leave it out for the default")
    point = np.array(x, dtype=complex if scheme == "complex" else float)
    gradient = np.zeros(point.shape)

    def value(i, step):
        moved = point.copy()
        moved[i] += step
        Y = f(moved)
        if np.size(Y) != 1:
            raise ValueError(
                f"numerical_gradient: expected f to give one number, got shape {np.shape(Y)}; sum it, Y.sum()"
            )
        return np.asarray(Y).item()

    for i in np.ndindex(*point.shape):
        if scheme == "complex":
            gradient[i] = np.imag(value(i, 1j * eps)) / eps
        elif scheme == "central":
            gradient[i] = (float(value(i, eps)) - float(value(i, -eps))) / (2 * eps)
        else:
            gradient[i] = (float(value(i, eps)) - float(value(i, 0.0))) / eps
    return gradient


def one_sided_slopes(f, x, eps: float = 2.0**-20):
    """The slopes of f from the left and from the right at each entry of x: two arrays like x.

    f acts element by element. The two differ at a kink, where f has no derivative; central differences give
    their mean there. eps is a power of 2, so that x +- eps is exact for small x. Source: deck Srihari,
    section III, slides 8 and 9.

    >>> one_sided_slopes(np.abs, np.array([0.0, 2.0]))
    (array([-1.,  1.]), array([1., 1.]))
    """
    x = np.asarray(x, float)
    here = f(x)
    return (here - f(x - eps)) / eps, (f(x + eps) - here) / eps


@recording(True)  # also within `no_grad`
def gradcheck(
    f, inputs, order: int = 1, *, eps: float = 1e-6, rtol: float | None = None, rng=None, subgradient=False
) -> None:
    """Check f's derivatives at `inputs` along random directions, by central differences in float64.

    f: Tensors -> Tensor of any shape; inputs: floating arrays are varied, others passed as they are. The
    output is weighted by a random U, so that J = sum(U f), and every input moves along a random direction.
    order=2 checks the gradient of the gradient in the same way. rtol defaults to 1e-6, and to 1e-4 for order
    2. subgradient: for f that acts element by element, possibly at kinks: instead, every entry moves alone,
    and each derivative must lie between the slopes of the two sides (rtol 1e-5). Raises GradcheckError with
    the input, the derivative and its estimate when they disagree.
    """
    if order not in (1, 2):
        raise ValueError(f"gradcheck: expected order 1 or 2, got {order!r}; higher ones are not checked")
    if subgradient and order == 2:
        raise ValueError(
            "gradcheck: expected order 1 with subgradient, got order 2; keep away from the kinks"
        )
    if not isinstance(inputs, list | tuple):
        raise TypeError(
            f"gradcheck: expected a list of inputs, got {type(inputs).__name__}; pass gradcheck(f, [x])"
        )
    if isinstance(eps, str) or not 0 < eps < np.inf:
        raise ValueError(f"gradcheck: expected eps > 0, got {eps!r}; 1e-6 suits float64")
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
        if subgradient:
            _check_between_the_sides(scalar, tensors, i, gradient, eps, max(rtol, 1e-5))
            continue
        direction = rng.standard_normal(arrays[i].shape)
        claimed = float((gradient * direction).sum())
        measured, noise = _measure(scalar, tensors, i, direction, eps)
        if not abs(claimed - measured) <= rtol * max(abs(claimed), abs(measured)) + noise:
            raise GradcheckError(
                f"gradcheck: expected for order {order}, input {i} of shape {arrays[i].shape}, along a "
                f"random direction, what small steps measure, {measured:.9g}, got {claimed:.9g} from bprop; "
                "look for a lost factor, sign or axis"
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


def _check_between_the_sides(scalar, tensors, i, gradient, eps, rtol):
    """Raise GradcheckError for an entry whose derivative lies outside of its one-sided slopes."""

    def value(entry, step):
        moved = list(tensors)
        array = tensors[i].array.copy()
        array[entry] += step
        moved[i] = Tensor(array)
        return float(scalar(moved))

    here = float(scalar(tensors))
    for entry in np.ndindex(*tensors[i].shape):
        sides = (here - value(entry, -eps)) / eps, (value(entry, eps) - here) / eps
        low, high = min(sides), max(sides)
        slack = rtol * max(1.0, abs(low), abs(high))
        if not low - slack <= gradient[entry] <= high + slack:
            raise GradcheckError(
                f"gradcheck: expected for input {i} of shape {tensors[i].shape}, entry {entry}, a number "
                f"between the slopes of the two sides, {low:.9g} and {high:.9g}, got {gradient[entry]:.9g} "
                "from bprop; look for a lost factor, sign or axis"
            )
