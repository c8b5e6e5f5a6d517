"""Figures of the book, one style. Importing this imports matplotlib."""

from dlcourse.plotting.style import COLORS, DASHES, use_style

__all__ = ["COLORS", "DASHES", "use_style"]
