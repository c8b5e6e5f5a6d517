"""Ahead: the nursery of `dlcourse grade`, which imports while the command itself still does."""

import sys

from dlcourse.grading.classrun.nursery import Nursery

BEGUN = [Nursery()] if sys.argv[1:2] == ["grade"] else []  # it ends by itself when nobody takes it


def nursery() -> Nursery:
    """The one that has begun, or a new one."""
    return BEGUN.pop() if BEGUN else Nursery()
