"""Chapter 4: cross-entropies of logits and of given probabilities, in nats."""

from dlcourse import ops
from dlcourse.losses.expected import expect_classes, expect_same_shape, expect_samples, values_of


def sigmoid_cross_entropy(z, y):
    """Mean over samples, sum over outputs, of -ln p(y), where p(1) = sigmoid(z).   z, y (m,) or (m, k)

    z: logits of any size. y: targets in [0, 1]. For y = 0 or 1 this is softplus((1 - 2 y) z). Source: DL
    book, section 6.2.2.2; deck Srihari, section II, slide 26. Raises ValueError when the shapes differ, the
    batch is empty, or a target lies outside [0, 1].

    >>> round(float(sigmoid_cross_entropy(np.zeros((4, 1)), np.ones((4, 1)))), 4)  # ln 2
    0.6931
    """
    expect_same_shape("sigmoid_cross_entropy", z, y)
    expect_samples("sigmoid_cross_entropy", z)
    values = values_of(y)  # targets may be Tensors, too, as in distillation
    if not ((values >= 0) & (values <= 1)).all():
        raise ValueError(
            f"sigmoid_cross_entropy: expected targets from 0 to 1, got {values.min()} to {values.max()}; "
            "map labels -1 and 1 with (y + 1) / 2"
        )
    return ops.sigmoid_cross_entropy(z, y)  # one op, since log(sigmoid(-1000)) is log(0)


def softmax_cross_entropy(z, y):
    """Mean over the batch of -log softmax(z)[y], in nats.

    z: logits (m, k) of any size. y: classes (m,), integers from 0 to k - 1. Source: DL book, section 6.2.2.3;
    deck Leibe, "Implementing Softmax Correctly". Raises TypeError when y holds no integers, ValueError for
    other shapes, an empty batch, or a class out of range.

    >>> round(float(softmax_cross_entropy(np.zeros((2, 4)), np.array([0, 3]))), 4)  # ln 4
    1.3863
    """
    expect_classes("softmax_cross_entropy", z, y)
    return ops.softmax_cross_entropy(z, y)  # one op, as for the sigmoid


def cross_entropy(p, y):
    """Mean over samples of -sum_k y_k ln p_k, with 0 ln 0 = 0.   p, y (m, k)

    p: predicted probabilities. y: one-hot rows or probabilities. For tables of given probabilities; a network
    is trained on its logits, with softmax_cross_entropy. Source: deck Sohn, "Loss function". Raises
    ValueError when the shapes differ or the batch is empty, when p or y leaves [0, 1], and where p = 0 for a
    class with y > 0, which makes the loss infinite.

    >>> round(float(cross_entropy(np.array([[0.5, 0.5, 0.0]]), np.array([[1, 0, 0]]))), 4)  # ln 2
    0.6931
    """
    who = "cross_entropy"
    expect_same_shape(who, p, y)
    if p.ndim != 2:
        raise ValueError(f"{who}: expected p and y (m, k), got {p.shape}; a single sample is a row")
    expect_samples(who, p)
    p_values, y_values = values_of(p), values_of(y)
    for name, values in (("p", p_values), ("y", y_values)):
        if not ((values >= 0) & (values <= 1)).all():
            raise ValueError(
                f"{who}: expected {name} from 0 to 1, got {values.min()} to {values.max()}; "
                "for logits there is softmax_cross_entropy"
            )
    impossible = p_values == 0
    # An infinite loss has no gradient that could bring p back: an error tells more than inf.
    if (impossible & (y_values > 0)).any():
        raise ValueError(
            f"{who}: expected p > 0 for every class with y > 0, got p = 0: the loss is infinite; "
            "pass the logits to softmax_cross_entropy, which never forms a probability"
        )
    return -(y * ops.log(p + impossible)).sum() * (1 / p.shape[0])  # ln 1 for ln 0: 0 ln 0 is NaN
