"""The names that an example in a docstring may use without importing them: those of its module, and np.

A plugin of pytest (see pyproject.toml): examples stand in dlcourse/, where tests/conftest.py does not reach.
"""

import numpy as np
import pytest


@pytest.fixture(autouse=True)
def _names_for_examples(doctest_namespace):
    doctest_namespace["np"] = np
