"""An update that takes lr or the count of steps out of sight is not replayed, be the error caught or not."""

import pytest
from replay_cases import NETS, expect_the_loop

from dlcourse.optimizers import Optimizer
from dlcourse.replay import fastest

if not fastest.has_code():
    pytest.skip("no machine code: pip install -e '.[fast]'", allow_module_level=True)

NET = NETS["residual"]
RATES = [1.0] * 9 + [5.0] * 91


def attempt(read, number):
    try:
        return read(number)
    except (TypeError, AttributeError):  # of the recording alone: the optimizer's own number has no error
        return 1.0


READS = {  # what is asked for: a factor of lr, another one from the seventh or ninth step on
    "__str__": lambda n: 5.0 if str(n).endswith("7") else 1.0,
    "__format__": lambda n: 5.0 if f"{n}" > "6" else 1.0,
    "__repr__": lambda n: 5.0 if repr(n) == "8" else 1.0,
    "__index__": lambda n: RATES[n],
    "__hash__": lambda n: {8: 5.0}.get(n, 1.0),
    "__int__": lambda n: 1.0 + int(n) % 3,
    "__float__": lambda n: 1.0 + float(n) % 3.0,
    "__rand__": lambda n: 5.0 if 8 & n else 1.0,
    "__rshift__": lambda n: 1.0 + (n >> 3),
    "__divmod__": lambda n: 1.0 + divmod(n, 7)[0],
    "__round__": lambda n: 1.0 + round(n / 7),
    "is_integer": lambda n: 5.0 if (n / 7).is_integer() else 1.0,
    "bit_length": lambda n: float(n.bit_length()),
}


@pytest.mark.parametrize("asked", READS)
def test_it_has_the_bits_of_the_loop_and_the_reason_is_told(asked):
    class Own(Optimizer):
        def update(self, theta, g):
            theta -= self.lr * attempt(READS[asked], self.n_steps) * g

    step = expect_the_loop(NET.parts(Own, lr=0.01), NET.batches(14))
    words = f"the update is not replayed: it asks for {asked} of a number that changes from step to step"
    assert step.gear == "replayed" and step.why == words
