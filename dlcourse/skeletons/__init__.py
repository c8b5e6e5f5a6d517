"""Skeletons: the files of a new chapter, experiment or exercise, which pass what others pass.

What is due in them bears the words TO WRITE: a test skips for each such place, and `dlcourse release` refuses
an assignment that has one.
"""

from dlcourse.skeletons.begin import new_chapter, new_exercise, new_experiment

__all__ = ["new_chapter", "new_exercise", "new_experiment"]
