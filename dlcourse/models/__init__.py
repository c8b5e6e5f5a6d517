"""Chapters 1 and 2: models with a history of their own."""

from dlcourse.models.linear import least_squares

__all__ = ["least_squares"]
