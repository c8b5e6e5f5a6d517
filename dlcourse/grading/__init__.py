"""Assignments through nbgrader: text source, lint, release, and the kernel that grades.   (the only import of nbgrader)"""
