"""Slow runs that the book shows are run once, for its pages and for the tests that look at them."""

from pathlib import Path

import pytest

from dlcourse.numbers.store import VARIABLE

ROOT = Path(__file__).parents[2]


@pytest.fixture
def kept_by_the_book(monkeypatch):
    """Slow runs are taken from where the book keeps them, or kept there, as long as their code is the same.

    Not for a test that changes an experiment's constants: the code would not tell.
    """
    monkeypatch.setenv(VARIABLE, str(ROOT / "_build" / "kept"))
