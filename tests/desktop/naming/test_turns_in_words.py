"""How a member stands with its turns, in words."""

import uuid

import pytest

from db.duties.turns import Candidate
from db.turn_units import TURN
from desktop.naming.turns import standing_words


@pytest.mark.parametrize(
    ("balance", "words"),
    [(-2 * TURN, "2.0 behind"), (TURN // 2, "0.5 ahead"), (TURN // 100, "just even"), (-TURN // 100, "just even")],
)
def test_who_is_neither_behind_nor_ahead_is_said_to_be_even(balance: int, words: str) -> None:
    one = Candidate(uuid.uuid4(), "Dairies", 0, 0, balance, None, None, None)
    assert standing_words(one) == words
