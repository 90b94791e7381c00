"""How long looking for names that may be one takes, where nearly all of them say is said by many. In milliseconds."""

import random
from functools import partial

import pytest

from db.members.names import likely_doubles
from tests.benchmarks.conftest import SYLLABLES, Table, timed

pytestmark = pytest.mark.bench


@pytest.mark.parametrize(("count", "limit"), [(500, 100), (4000, 2000)])
def test_names_of_the_same_generic_words(count: int, limit: float, table: Table) -> None:
    """Every two were once compared word by word: 500 such names took seconds, thousands took minutes."""
    chance = random.Random(20261123)

    def invented() -> str:
        return "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))).title()

    names = [f"Asociación de Productores {invented()} de {invented()}" for _ in range(count)]
    table.value(f"doubles among {count} generic names", timed(partial(likely_doubles, names), rounds=3), limit=limit)
