"""The decks' inventory: its rows, who claims them, and what is missing."""

from dlcourse.inventory.claims import Claim, Claims, all_claims
from dlcourse.inventory.missing import problems
from dlcourse.inventory.rows import Row, read_rows

__all__ = ["Claim", "Claims", "Row", "all_claims", "problems", "read_rows"]
