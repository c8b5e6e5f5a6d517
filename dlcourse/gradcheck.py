"""Chapter 0: gradient checking. Derivatives by `bprop` and by finite differences, of order 1 and 2."""

import numpy as np

from dlcourse import expect
from dlcourse.autodiff import grad
from dlcourse.measured import expect_repeatable, groups_by_magnitude, slopes_along, steps_for, units
from dlcourse.op import recording
from dlcourse.tensor import Tensor


class GradcheckError(AssertionError):
    """Raised when a derivative disagrees with its numerical estimate; the message has both numbers."""


def numerical_gradient(f, x, eps: float | None = None, scheme: str = "central"):
    """df/dx by finite differences, entry by entry.   f: array -> number; x (any shape) -> float64 array

    scheme: "forward" (f(x+eps) - f(x)) / eps, error of order eps; "central" (f(x+eps) - f(x-eps)) / (2 eps),
    error of order eps^2; "complex" Im f(x + i eps) / eps, no cancellation, for f that takes complex numbers.
    eps defaults to 1e-7, 1e-5, 1e-20, close to where truncation and rounding error together are least. x is
    not changed. Calls f twice per entry, "complex" once. Source: DL book, section 11.5; the idea alone: deck
    Leibe, "Approach 2: Numerical Differentiation". Raises ValueError for an unknown scheme, an eps that is
    not positive, or an f that returns more than one number.

    >>> numerical_gradient(lambda x: (x**3).sum(), np.array([1.0, 2.0])).round(6)
    array([ 3., 12.])
    """
    steps = {"forward": 1e-7, "central": 1e-5, "complex": 1e-20}
    if scheme not in steps:
        raise ValueError(
            f"numerical_gradient: expected scheme in {sorted(steps)}, got {scheme!r}; choose one of them"
        )
    eps = steps[scheme] if eps is None else eps
    expect.positive("numerical_gradient", eps=eps, advice="leave it out for the default")
    # float64 even for float32 data: the difference of two nearly equal values cancels their leading digits
    point = np.array(x, dtype=complex if scheme == "complex" else float)
    _expect_to_move(point, eps, scheme)
    gradient = np.zeros(point.shape)  # float64, real also for the complex scheme

    def value(i, step):
        moved = point.copy()  # f may write into its argument
        moved[i] += step
        Y = f(moved)
        if np.size(Y) != 1:
            raise ValueError(
                f"numerical_gradient: expected f to return one number, got shape {np.shape(Y)}; sum Y"
            )
        return np.asarray(getattr(Y, "array", Y)).item()  # f may return a Tensor

    for i in np.ndindex(*point.shape):
        if scheme == "complex":  # f(x + i eps) = f(x) + i eps f'(x) + O(eps^2): without a difference
            gradient[i] = np.imag(value(i, 1j * eps)) / eps  # nothing cancels, so eps may be 1e-20
        elif scheme == "central":
            gradient[i] = (float(value(i, eps)) - float(value(i, -eps))) / (2 * eps)
        else:
            gradient[i] = (float(value(i, eps)) - float(value(i, 0.0))) / eps
    return gradient


def _expect_to_move(point, eps, scheme):
    """Raise ValueError when a number is so large that x + eps, rounded, is not x + eps: it may be x."""
    largest = 0.0 if scheme == "complex" else float(abs(point).max(initial=0.0))
    if not largest * np.finfo(float).eps < 0.01 * eps:  # the step is rounded by up to 1 %; "not" for NaN
        raise ValueError(
            f"numerical_gradient: expected numbers that a step of {eps:.1g} moves, got {largest:.3g}; "
            f"pass an eps of about {1e-5 * largest:.1g}"
        )


def one_sided_slopes(f, x, eps: float = 2.0**-20):
    """The slopes of f from the left and from the right at each entry of x: two arrays of the shape of x.

    f acts element by element. The two slopes differ at a kink, where f has no derivative; central differences
    return their mean there. eps is a power of 2, so that x +- eps is exact unless x is tiny or huge. Source:
    deck Srihari, section III, slides 8 and 9.

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

    f: Tensors -> Tensor of any shape; inputs: floating arrays are varied, others passed as they are. Every
    input moves along a random direction, each number by about its own size times eps or a few powers of ten
    more (see `measured`), and outputs of about one size are summed with random weights U. order=2 checks the
    gradient of the gradient in the same way. rtol defaults to 1e-6, and to 1e-4 for order 2.

    Tolerance: the slope of such a sum by bprop and the measured slope may differ by rtol times the larger,
    plus the rounding error of the measurement. There is no absolute tolerance: a wrong factor of 1.5 is found
    at any scale from 1e-150 to 1e150, also in outputs that are small beside others. Only a derivative that
    rounding hides is not checked: moving an input by its own size changes f by less than about 1e-11 of f
    (1e-3 for a float32 output).

    subgradient: for f that acts element by element, possibly at kinks. Then every entry moves alone, and each
    derivative must lie between the slopes from the left and from the right (rtol 1e-5). Raises GradcheckError
    with the input, the derivative and its estimate when they disagree, ValueError where f or an input is not
    finite, or f gives other numbers in a second call.
    """
    arrays, varied = _checked(inputs, order, subgradient, eps)
    rng = np.random.default_rng(0) if rng is None else rng
    rtol = (1e-6 if order == 1 else 1e-4) if rtol is None else rtol
    tensors = [Tensor(x.astype(float)) if i in varied else x for i, x in enumerate(arrays)]
    expect_repeatable(lambda: _output(f, tensors).array)
    if order == 2:
        f = _slope(f, tensors, varied, rng)  # its first derivatives are second derivatives of f
    for i in varied:
        if subgradient:
            _check_between_the_sides(f, tensors, i, eps, max(rtol, 1e-5), rng)  # one-sided: error O(eps)
            continue
        for part in groups_by_magnitude(abs(tensors[i].array), 1e4):
            _check_along(f, tensors, i, part, order, eps, rtol, rng)


def _check_along(f, tensors, i, part, order, eps, rtol, rng):
    """Raise GradcheckError when bprop is wrong for the numbers in a part of input i.

    part: a mask of numbers of about one size. A large number would hide the error in a small one; for the
    same reason outputs are summed in groups of about one slope. hidden: slopes that rounding errors hide.
    """
    x = tensors[i].array
    unit, size = units(x, part)
    direction = unit * rng.standard_normal(x.shape)
    slopes, uncertainty = slopes_along(
        lambda array: _output(f, [*tensors[:i], Tensor(array), *tensors[i + 1 :]]).array, x, direction,
        steps_for(size, eps),
    )  # fmt: skip
    # Random weights: a sum with weights 1 would miss a permuted axis, or errors that cancel.
    U, hidden = rng.standard_normal(slopes.shape), abs(slopes) <= uncertainty
    for same in [*groups_by_magnitude(np.where(hidden, 0.0, abs(slopes)), 1e3), hidden]:
        weights = np.where(same & (hidden if same is hidden else ~hidden), U, 0.0)
        if not weights.any():
            continue
        typical = abs(slopes[weights != 0]).max(initial=0.0) or 1.0
        weights = weights / typical  # so that no sum overflows or underflows
        with np.errstate(all="ignore"):  # a rule that gives infinity is reported below
            gradient = grad((_output(f, tensors) * weights).sum(), tensors[i])
            claimed = float((gradient * direction).sum())
        measured = float((weights * np.where(weights == 0, 0.0, slopes)).sum())
        noise = float((abs(weights) * np.where(weights == 0, 0.0, uncertainty)).sum())
        noise += 1e-12 * float((abs(U) * abs(slopes)).sum() / typical) if same is hidden else 0.0
        # "not <=" instead of ">", which is False for NaN
        if not abs(claimed - measured) <= rtol * max(abs(claimed), abs(measured)) + noise:
            raise GradcheckError(
                f"gradcheck: expected for order {order}, input {i} of shape {x.shape}, along a random "
                f"direction, what small steps measure, {measured * typical:.9g}, got {claimed * typical:.9g} "
                "from bprop; look for a lost factor, sign or axis"
            )


def _checked(inputs, order, subgradient, eps):
    """The inputs as arrays, and the positions of those that are varied."""
    if order not in (1, 2):
        raise ValueError(f"gradcheck: expected order 1 or 2, got {order!r}; no others are checked")
    if subgradient and order == 2:
        raise ValueError(
            "gradcheck: expected order 1 with subgradient, got order 2; keep away from the kinks"
        )
    if not isinstance(inputs, list | tuple):
        raise TypeError(
            f"gradcheck: expected a list of inputs, got {type(inputs).__name__}; pass gradcheck(f, [x])"
        )
    expect.positive("gradcheck", eps=eps, advice="1e-6 suits float64")
    arrays = [np.asarray(x) for x in inputs]
    varied = [i for i, x in enumerate(arrays) if x.dtype.kind == "f"]
    if not varied:
        raise ValueError(
            "gradcheck: expected at least one floating input, got none; nothing would be checked"
        )
    for i in varied:
        expect.finite_array("gradcheck", advice="there is no slope to measure", **{f"input {i}": arrays[i]})
    return arrays, varied


def _output(f, tensors):
    Y = f(*tensors)
    if not isinstance(Y, Tensor):
        raise TypeError(
            f"gradcheck: expected f to return a Tensor, got {type(Y).__name__}; build it from ops"
        )
    return Y


def _slope(f, tensors, varied, rng):
    """The slope of J = sum(U (Z + Z^2 / 2)) along fixed directions, as a differentiable function of Tensors.

    Z is f with its numbers scaled to size 1. The square makes the gradient G that reaches f depend on Y, so
    that derivatives of a rule with respect to G are checked, too: with a constant G they would not be needed.
    """
    Y = _output(f, tensors).array
    U, scale = rng.standard_normal(Y.shape), np.ones(Y.shape)
    for part in groups_by_magnitude(abs(Y), 1e3):
        scale[part] = abs(Y[part]).max(initial=0.0) or 1.0
    directions = []
    for i in varied:
        x = tensors[i].array
        unit = sum(units(x, part)[0] for part in groups_by_magnitude(abs(x), 1e4))
        directions.append(unit * rng.standard_normal(x.shape))

    def slope(*tensors):
        Z = _output(f, tensors) * (1 / scale)
        J = (Z * U).sum() + 0.5 * (Z * U * Z).sum()
        total = Tensor(0.0)
        gradients = grad(J, [tensors[i] for i in varied], create_graph=True)
        for gradient, direction in zip(gradients, directions, strict=True):
            total = total + (gradient * direction).sum()
        return total

    return slope


def _check_between_the_sides(f, tensors, i, eps, rtol, rng):
    """Raise GradcheckError for an entry whose derivative does not lie between its one-sided slopes."""
    here = _output(f, tensors)
    U, x = rng.standard_normal(here.shape), tensors[i].array
    gradient = grad((here * U).sum(), tensors[i])

    def rise(entry, step):
        """The slope of sum(U f) on one side, from differences of each number of f, and its rounding error."""
        array = x.copy()
        array[entry] += step
        there = _output(f, [*tensors[:i], Tensor(array), *tensors[i + 1 :]]).array
        changes = there - here.array
        # Rounding errors only of what changed: other outputs, however large, contribute exactly 0.
        moved = np.where(changes != 0, np.maximum(abs(there), abs(here.array)), 0.0)
        return (U * changes).sum() / step, 8 * np.finfo(moved.dtype).eps * (abs(U) * moved).sum() / abs(step)

    for entry in np.ndindex(*x.shape):
        step = eps * max(1.0, abs(float(x[entry])))
        (left, noise), (right, more) = rise(entry, -step), rise(entry, step)
        low, high = min(left, right), max(left, right)
        slack = rtol * max(abs(low), abs(high)) + noise + more
        if not low - slack <= gradient[entry] <= high + slack:
            raise GradcheckError(
                f"gradcheck: expected for input {i} of shape {x.shape}, entry {entry}, a number "
                f"between the slopes of the two sides, {low:.9g} and {high:.9g}, got {gradient[entry]:.9g} "
                "from bprop; look for a lost factor, sign or axis"
            )
