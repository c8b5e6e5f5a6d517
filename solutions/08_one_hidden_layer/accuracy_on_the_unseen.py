"""Chapter 8, exercise 8.4b: no free lunch."""

import numpy as np

from dlcourse.checks import Right, edits
from dlcourse.checks.targets import drawn_lessons as draw  # noqa: F401
from dlcourse.checks.targets import lesson, majority, nearest

READ, ROWS = "08b_the_theorem#no-free-lunch", "S105"
HINT = "Take one target by hand: which rows does the learner see, and which does it predict?"
REFUSED = ("dlcourse.experiments.ch08_no_free_lunch.accuracy_on_the_unseen",)
VISIBLE = [lesson(nearest, 3, [2, 3, 6, 1, 5], [194, 207, 217, 140, 147]), lesson(majority, 2, [3, 0, 1])]


def judge(learner, x, targets, seen):
    unseen = np.setdiff1d(np.arange(len(x)), seen)
    right = sum((learner(x[seen], y[seen], x[unseen]) == y[unseen]).sum() for y in targets)
    return Right(accuracy=float(right / (len(unseen) * len(targets))))


WRONG = edits(r"""
x[unseen]) == y[unseen] -> x) == y OR x[unseen]) == y[unseen]).mean() -> x) == y).sum() / len(unseen)
    | The points that it has seen are counted, too: only the unseen ones show what it has learned.
x[unseen]) == y[unseen] -> x[seen]) == y[seen] | The accuracy is that on what the learner has seen.
learner(x[seen], y[seen] -> learner(x, y OR learner(x[seen], y[seen] -> learner(x[unseen], y[unseen]
    | The learner is trained on unseen points: it is shown the rows `seen` alone.
learner(x[seen], y[seen], x[unseen]) == y[unseen] -> learner(x[unseen], y[unseen], x[seen]) == y[seen]
    | Seen and unseen rows have changed places.
learner(x[seen], y[seen] -> learner(x[seen], targets[0][seen]
    | The learner is trained on one target for all: it is trained on each anew.
).mean() for -> ).sum() for | The right predictions are counted: divide by the number of unseen points.
).mean() for -> ).sum() / len(x) for OR ).mean() for -> ).sum() / len(seen) for
    | The right predictions are not divided by the number of unseen points.
== y[unseen] -> != y[unseen] | This is the part that is wrong, not the part that is right.
).mean() for -> ).all() for | A target counts only where all unseen points are right.
np.mean(parts) -> np.sum(parts) | The accuracies are added up: take their mean over the targets.
np.mean(parts) -> np.max(parts) OR np.mean(parts) -> np.median(parts) OR np.mean(parts) -> parts[-1] OR
    np.mean(parts) -> parts[0]
    | It is not the mean over all targets.
np.mean(parts) -> 0.5 | It is 1/2 over all functions, not over some of them.
np.mean(parts) -> np.array(parts) ~ Averaged over
np.mean(parts) -> 100 * np.mean(parts) | It is a part, from 0 to 1, not a percentage.
i not in seen -> i > max(seen) OR i not in seen -> i >= len(seen) OR i not in seen -> i >= len(seen);
    x[seen], y[seen] -> x[: len(seen)], y[: len(seen)]
    | The unseen rows are all that are not in seen, wherever they stand.
range(len(x)) -> range(1, len(x)) OR range(len(x)) -> range(len(x) - 1)
    | The first row or the last is left out: they have the numbers 0 and len(x) - 1.
""")
RIGHT = edits(r"""
unseen = -> seen = sorted(seen)\n    unseen = | seen rows in another order
[i for i in range(len(x)) if i not in seen] -> ~np.isin(np.arange(len(x)), seen); return np.mean(parts) ->
    return sum(parts) / len(targets) | a mask
""")
