"""Chapter 14, exercise 14.1c: ZCA whitening."""

from dlcourse.checks import edits
from dlcourse.checks.drawn_scaling import clouds
from dlcourse.checks.drawn_statistics import whitened as judge  # noqa: F401

READ, ROWS = "whitening", "F073"
HINT = "Put x_train in the place of x: `np.cov(white, rowvar=False)` should be I. And is W equal to W.T?"
REFUSED = "dlcourse.preprocessing", "dlcourse.experiments", "dlcourse.checks.drawn_statistics"
VISIBLE, draw = clouds()
WRONG = edits(r"""
(Q / np.sqrt(values)) @ Q.T -> Q / np.sqrt(values) OR (Q / np.sqrt(values)) @ Q.T -> (Q / np.sqrt(values))[:,
    ::-1] ~ turn it back by Q^T
(x - x_train.mean(axis=0)) @ W -> (x - x_train.mean(axis=0)) @ (Q / np.sqrt(values)) ~ turn it back by Q^T
/ (len(x_train) - 1)) -> * (len(x_train) - 1)) | The factor is upside down: the covariance of white is then I
    / (m - 1)^2.
centered / (len(x_train) - 1)) -> centered) | C lacks 1 / (m - 1): white has the covariance I / (m - 1).
(len(x_train) - 1) -> len(x_train) | Yours divides by m: C is to divide by m - 1.
(len(x_train) - 1)) -> np.sqrt(len(x_train) - 1)) | C divides by m - 1, not by its root.
(len(x_train) - 1) -> (len(x) - 1) | m counts the rows of x_train.
np.sqrt(values) -> values | W is C^-1: a root is missing.
Q / np.sqrt(values) -> Q * np.sqrt(values) | W is C^(1/2): divide by the roots of the eigenvalues.
Q / np.sqrt(values) -> Q * values | W is C itself: divide by the roots of its eigenvalues.
centered = x_train - x_train.mean(axis=0) -> centered = x_train | C is not that of centered data: subtract the
    mean first.
(x - x_train.mean(axis=0)) @ W -> x @ W | white: the mean of x_train is not subtracted.
(x - x_train.mean(axis=0)) @ W -> x @ W - x_train.mean(axis=0) | white: subtract the mean before W.
(x - x_train.mean(axis=0)) @ W -> (x - x.mean(axis=0)) @ W | white has the mean of x: take x_train's.
centered = x_train - x_train.mean(axis=0) -> x_train = x\n    centered = x_train - x_train.mean(axis=0) | All
    is measured on x: take x_train's mean and covariance.
centered = x_train -> every = np.vstack([x_train, x])\n    x_train = every\n    centered = x_train | Mean and
    covariance know x, too: take x_train's alone.
W = (Q / np.sqrt(values)) @ Q.T -> W = np.diag(1 / x_train.std(axis=0, ddof=1)) OR W = (Q / np.sqrt(values)) @
    Q.T -> W = np.diag(1 / x_train.std(axis=0)) | That scales each column alone: the columns stay correlated.
(Q / np.sqrt(values)) @ Q.T -> np.linalg.inv(np.linalg.cholesky(np.cov(x_train.T))).T OR (Q / np.sqrt(values))
    @ Q.T -> np.linalg.inv(np.linalg.cholesky(np.cov(x_train.T))) | That is Cholesky's factor: it may whiten,
    but W is not symmetric.
W = (Q / np.sqrt(values)) @ Q.T -> W = np.cov(x_train, rowvar=False) ** -0.5 OR W = (Q / np.sqrt(values)) @
    Q.T -> W = 1 / np.sqrt(abs(np.cov(x_train, rowvar=False))) | That is a power of each entry: of a matrix,
    the eigenvalues take it.
W = (Q / np.sqrt(values)) @ Q.T -> W = Q @ Q.T | That is the identity: the eigenvalues are missing.
np.sqrt(values) -> np.sqrt(values + 1e-5) | A small number is added to the eigenvalues.
np.linalg.eigh(centered.T @ centered / (len(x_train) - 1)) -> np.linalg.eigh(np.corrcoef(x_train,
    rowvar=False)) | C is the matrix of correlations: take the covariance.
centered.T @ centered -> centered @ centered.T ~ stopped with ValueError
Q / np.sqrt(values) -> Q * values**-1 / 2 ~ is the inverse, halved
(len(x_train) - 1)) -> (len(x_train) - 1) ** 2) ~ the covariance of white is then (m - 1) I
return -> x -= x.mean(axis=0)\n    return ~ changed its input
""")
RIGHT = edits(r"""
(Q / np.sqrt(values)) @ Q.T -> Q @ np.diag(values**-0.5) @ Q.T | a product of three
values, Q = np.linalg.eigh(centered.T @ centered / (len(x_train) - 1)) -> Q, s, _ = np.linalg.svd(centered.T /
    np.sqrt(len(x_train) - 1))\n    values = s[: len(Q)] ** 2 | svd
centered.T @ centered / (len(x_train) - 1) -> np.cov(x_train.T) | np.cov
""")
