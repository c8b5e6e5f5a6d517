"""What a step reads may become something else: a layer of another class, a partial of another function."""

from functools import partial

from replay_cases import MSE, expect_the_loop
from watch_cases import BATCHES, BOXES, net, of

from dlcourse import Linear


def with_number(make_reads, change):
    """The compiled step of a loss that is multiplied by a number, which changes before steps 4 and 7."""

    def make():
        read, box = make_reads()
        return lambda z, y: MSE(z, y) * read(), box

    def at_steps(i, model, optimizer):
        if i in (4, 7):
            change(BOXES[model], i)

    return expect_the_loop(of(make), BATCHES[:10], at_steps)


def test_a_layer_of_the_library_that_is_given_another_class_is_recorded_anew():
    class Doubles(Linear):
        def fprop(self, x):
            return super().fprop(x) * 2.0

    def at_steps(i, model, optimizer):
        if i == 5:
            model.steps[0].__class__ = Doubles

    assert expect_the_loop(net(), BATCHES[:9], at_steps).gear == "replayed"


def test_a_partial_that_is_given_another_function_and_other_arguments_is_recorded_anew():
    def make():
        read = partial(max, 0.5, 0.25)
        return read, read

    def change(read, i):
        read.__setstate__((max if i == 4 else min, (float(i), 6.0), {}, None))

    assert with_number(make, change).gear == "replayed"


def test_what_a_subclass_of_partial_reads_is_watched():
    class Scaled(partial):
        scale = 1.0

        def __call__(self):
            return super().__call__() * self.scale

    def make():
        return (read := Scaled(max, 0.5, 0.25)), read

    assert with_number(make, lambda read, i: setattr(read, "scale", float(i))).gear == "replayed"
