"""Interrupts: when Ctrl-C waits, and for whom."""

import signal
import threading

import pytest

from dlcourse.training.interrupts import Interrupts


def press():
    signal.raise_signal(signal.SIGINT)


def test_in_another_thread_nothing_is_changed():
    found = []

    def run():
        with Interrupts() as interrupts:
            found.append(signal.getsignal(signal.SIGINT))
            interrupts.check()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert found == [signal.default_int_handler]


def test_somebody_elses_handler_is_left_alone():
    pressed = []
    before = signal.signal(signal.SIGINT, lambda number, frame: pressed.append(number))
    try:
        with Interrupts() as interrupts:
            press()
            interrupts.check()
    finally:
        signal.signal(signal.SIGINT, before)
    assert pressed == [signal.SIGINT]


def test_a_training_within_a_training_ends_too():
    with pytest.raises(KeyboardInterrupt), Interrupts():
        with Interrupts() as inner:
            press()
            inner.check()
        raise AssertionError("the inner one went on")
    with Interrupts() as interrupts:
        interrupts.check()  # nothing is left over


def test_an_error_is_told_in_place_of_the_interrupt():
    with pytest.raises(ValueError, match="first"), Interrupts():
        press()
        raise ValueError("first")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_what_was_raised_is_not_raised_again():
    def raises():
        try:
            interrupts.check()
        except KeyboardInterrupt:
            return True
        return False

    with Interrupts() as interrupts:
        press()
        found = [raises(), raises()]
        interrupts.is_pending = False
    assert found == [True, False]
