"""How long putting a line in the order it is said in takes, by its length. A ratio within one run; see the README."""

from functools import partial

import pytest

from desktop import texts
from tests.benchmarks.conftest import Table, paired

pytestmark = pytest.mark.bench


@pytest.mark.parametrize(("begin", "unit", "end"), [("", "سلمى 12 Ana, ", ""), ("سلمى", "...", "a!")])
def test_a_text_four_times_as_long(begin: str, unit: str, end: str, table: Table) -> None:
    """Tried: the rest of a line looked through after each name, a run of points from each of them; both were caught."""
    short, long = (begin + unit * times + end for times in (2_000, 8_000))
    ours, base = paired(partial(texts.in_order, long), partial(texts.in_order, short))
    table.ratio(f"a text of “{unit}”, four times as long", ours, base, limit=9)
