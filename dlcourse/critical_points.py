"""Chapter 10: critical points. Where the gradient is zero, the eigenvalues of the Hessian tell a minimum, a
maximum and a saddle point apart, or leave the case undecided."""

from dataclasses import dataclass

import numpy as np

from dlcourse import expect
from dlcourse.autodiff import grad, hessian
from dlcourse.backend import to_numpy
from dlcourse.op import recording
from dlcourse.tensor import Tensor

MINIMUM, MAXIMUM, SADDLE = "local minimum", "local maximum", "saddle point"
UNDECIDED = "undecided by second order"
NOT_CRITICAL = "not a critical point"


@dataclass(frozen=True)
class CriticalPoint:
    """What `classify` finds out about a function at `x`.

    x, gradient, eigenvalues (n,). index: the fraction of negative eigenvalues, alpha in Choromanska et al.
    and Dauphin et al. kind: one of the five constants above. by_probing: whether values of f around x decided
    the kind, instead of the eigenvalues.
    """

    x: np.ndarray
    value: float
    gradient: np.ndarray
    eigenvalues: np.ndarray
    index: float
    kind: str
    by_probing: bool = False


def gradient_at(f, x):
    """The gradient of f at x.   f: Tensor (n,) -> Tensor of one number; x (n,) -> (n,)"""
    theta = Tensor(_point(x))
    return to_numpy(grad(_number(f, theta), theta))


def hessian_at(f, x):
    """The Hessian of f at x, symmetric.   x (n,) -> (n, n). Source: deck Fix, page 60."""
    theta = Tensor(_point(x))
    H = to_numpy(hessian(_number(f, theta), theta))
    return (H + H.T) / 2  # the two differ by rounding, and eigvalsh reads one triangle only


def index(eigenvalues, tol: float = 1e-9) -> float:
    """The fraction of negative eigenvalues: 0 at a minimum, 1 at a maximum. Source: deck Fix, page 63.

    Eigenvalues of size up to tol times the largest (or tol, if the largest is below 1) count as zero.

    >>> index(np.array([-2.0, 2.0]))
    0.5
    """
    eigenvalues = _spectrum("index", eigenvalues)
    return float((eigenvalues < -_zero(eigenvalues, tol)).mean())


def kind_of(eigenvalues, tol: float = 1e-9) -> str:
    """The kind of a critical point by the eigenvalues (n,) of its Hessian: a minimum, a maximum, a saddle
    point, or undecided.

    All positive: minimum. All negative: maximum. Both signs: a saddle point, even with zeros. Otherwise some
    are zero and the others have one sign, and terms of higher order decide. Source: deck Fix, pages 61 and
    62.

    >>> kind_of(np.array([0.0, 2.0]))
    'undecided by second order'
    """
    eigenvalues = _spectrum("kind_of", eigenvalues)
    zero = _zero(eigenvalues, tol)
    positive, negative = eigenvalues > zero, eigenvalues < -zero
    if positive.any() and negative.any():  # asked first: f rises and falls, whatever the zeros mean
        return SADDLE
    if positive.all():
        return MINIMUM
    return MAXIMUM if negative.all() else UNDECIDED


def classify(f, x, *, probe_radius: float | None = None, rng=None, tol: float = 1e-9) -> CriticalPoint:
    """The CriticalPoint of f at x: a local minimum, maximum or saddle point, undecided, or not critical.

    f: Tensor (n,) -> Tensor of one number; x (n,). With probe_radius, where the eigenvalues do not decide,
    the values of f on a circle of that radius are compared with f(x), as `probe` computes them: all above, a
    minimum; all below, a maximum; both, a saddle point. That is evidence at that radius, not a proof. Three
    or more variables need rng, for random directions. x is critical when the norm of the gradient is at most
    tol times 1 + |H|.

    Deck Fix, page 62, has two labels swapped: -(x^4 + y^4) has a maximum at 0 and x^4 + y^4 a minimum.

    >>> classify(lambda theta: -(theta**4).sum(), [0.0, 0.0], probe_radius=0.01).kind
    'local maximum'
    """
    x = _point(x)
    gradient, H = gradient_at(f, x), hessian_at(f, x)
    eigenvalues = np.linalg.eigvalsh(H)
    value = float(f(Tensor(x)))
    # Second order first; probing only where it is undecided, and no kind at all where the gradient is not 0.
    kind, by_probing = kind_of(eigenvalues, tol), False
    # |H|, the spectral norm, is the largest |eigenvalue|. At a distance tol from a critical point the
    # gradient is about H d with |d| = tol, so at most tol |H|.
    if np.linalg.norm(gradient) > tol * (1 + np.abs(eigenvalues).max()):
        kind = NOT_CRITICAL
    elif kind == UNDECIDED and probe_radius is not None:
        kind, by_probing = _kind_of_changes(probe(f, x, probe_radius, rng) - value), True
    return CriticalPoint(x, value, gradient, eigenvalues, index(eigenvalues, tol), kind, by_probing)


def probe(f, x, radius: float, rng=None, n_points: int = 3600):
    """The values of f on a circle around x; in more than two dimensions, at random points of the sphere.

    x (n,) -> (n_points,), or (2,) for n = 1. In two dimensions the points are evenly spaced from angle 0 on.
    A narrow sector may lie between two of them. Raises ValueError for a radius not above 0, or n > 2 without
    rng.
    """
    x = _point(x)
    expect.positive("probe", radius=radius, advice="0.01 is small for variables near 1")
    if x.size > 2 and rng is None:
        raise ValueError(
            f"probe: expected rng for {x.size} variables, got None; pass np.random.default_rng(0)"
        )
    if x.size == 1:
        directions = np.array([[1.0], [-1.0]])  # a "circle" of two points
    elif x.size == 2:
        angles = np.linspace(0, 2 * np.pi, n_points, endpoint=False)  # 2 pi would be the angle 0 once more
        directions = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    else:
        # A normal vector has no preferred direction: divided by its norm it is uniform on the sphere.
        directions = rng.standard_normal((n_points, x.size))
        directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    return np.array([_number(f, Tensor(x + radius * d)).item() for d in directions])


def newton_to_critical_point(f, x, *, n_steps: int = 100, tol: float = 1e-10, rcond: float = 1e-10):
    """The critical point (n,), of any kind, to which Newton's steps x <- x - H^+ g lead from x.

    H^+ is the pseudoinverse: there is no step along directions without curvature. Returns None when the norm
    of the gradient is not below tol after n_steps, or not finite. Source: deck Fix, page 81; Dauphin et al.
    2014.
    """
    x = _point(x).copy()
    for _ in range(n_steps):
        g = gradient_at(f, x)
        if not np.isfinite(g).all():  # the steps diverge
            return None
        if np.linalg.norm(g) < tol:
            return x
        # H^+, not its inverse with |eigenvalues|: the steps go to saddle points and maxima as well.
        x = x - np.linalg.pinv(hessian_at(f, x), rcond=rcond, hermitian=True) @ g
    return x if np.linalg.norm(gradient_at(f, x)) < tol else None


def is_convex_along(f, a, b, n_points: int = 101, tol: float = 1e-12) -> bool:
    """Whether f stays on or below its chord from a to b: f(t a + (1 - t) b) <= t f(a) + (1 - t) f(b).

    f: Tensor (n,) -> Tensor of one number; a, b (n,). Tried at n_points values of t. One chord above which f
    rises shows that f is not convex; no number of chords shows that it is: for that, no eigenvalue of H may
    be negative anywhere. Source: deck Fix, page 24. Raises ValueError for ends of different shapes.
    """
    a, b = _point(a), _point(b)
    if a.shape != b.shape:
        raise ValueError(
            f"is_convex_along: expected ends of one shape, got {a.shape} and {b.shape}; both are points (n,)"
        )
    f_a, f_b = float(f(Tensor(a))), float(f(Tensor(b)))
    for t in np.linspace(0, 1, n_points):
        chord = t * f_a + (1 - t) * f_b
        # tol for rounding: a linear function lies on its chord, and may be computed just above it.
        if float(f(Tensor(t * a + (1 - t) * b))) > chord + tol * (1 + abs(f_a) + abs(f_b)):
            return False
    return True


def _kind_of_changes(changes):
    """The kind of a critical point by the changes f(x + d) - f(x); undecided for one sign and zeros."""
    if (changes > 0).all():
        return MINIMUM
    if (changes < 0).all():
        return MAXIMUM
    return SADDLE if (changes > 0).any() and (changes < 0).any() else UNDECIDED


def _zero(eigenvalues, tol):
    """The size up to which an eigenvalue counts as zero: rounding errors are relative to the largest."""
    return tol * max(1.0, float(np.abs(eigenvalues).max(initial=0.0)))


def _point(x):
    x = np.asarray(x, float)
    if x.ndim != 1 or x.size == 0:
        raise ValueError(
            f"critical_points: expected a point of shape (n,), got shape {x.shape}; flatten it by reshape(-1)"
        )
    if not np.isfinite(x).all():
        raise ValueError("critical_points: expected a finite point, got NaN or infinity; start elsewhere")
    return x


def _spectrum(who, eigenvalues):
    eigenvalues = np.asarray(eigenvalues, float)
    if eigenvalues.ndim != 1 or eigenvalues.size == 0 or not np.isfinite(eigenvalues).all():
        raise ValueError(
            f"{who}: expected finite eigenvalues (n,), got {eigenvalues.tolist()!r:.50}; "
            "np.linalg.eigvalsh(hessian_at(f, x)) returns them"
        )
    return eigenvalues


@recording(True)  # the caller may be within `no_grad`, but f is to be differentiated
def _number(f, theta):
    J = f(theta)
    if not isinstance(J, Tensor) or J.size != 1:
        got = f"shape {J.shape}" if isinstance(J, Tensor) else type(J).__name__
        raise ValueError(
            f"critical_points: expected f to return a Tensor with one number, got {got}; try J.sum()"
        )
    return J
