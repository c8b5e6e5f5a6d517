"""Assignments through nbgrader: text, lint, release, grading.   (the only import of nbgrader)"""
