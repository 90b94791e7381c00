"""The unit in which turns are counted; apart from `db.rotation`, which uses it, so that words need no planner."""

from math import lcm
from typing import Final

TURN: Final = lcm(*range(1, 37))
"""Units in one turn: a number that most sums of weights divide, so that most shares are exact. About 1.4 × 10¹⁴."""
