"""The rota's bars: how far anybody is ever off, on the problem files, on random years with no-shows, on real
attendance that nobody knew ahead; how long planning takes, and how much memory."""

import csv
import json
import random
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from db.rotation import Occasion, plan, share_out
from db.rotation.problem import read_problem
from db.turn_units import TURN
from tests.benchmarks.conftest import Table, timed
from tests.db.rotation.oracle import least_largest
from tests.db.rotation.problems import (
    Pools,
    largest_of,
    moved_by_one_absence,
    occasions_of,
    promised,
    random_pools,
    turns_changed,
)
from tests.db.rotation.test_oracle import above_the_best

pytestmark = pytest.mark.bench

AHEAD = 3
"""How many meetings are published ahead, and stay but for who does not come."""
SEEN_LATELY = 10
"""Who came to one of the last so many meetings is expected at the next."""


def add(table: Table, what: str, found: float, limit: float, more: str = "") -> None:
    """Add a row in turns, and hold it to its bar."""
    table.rows.append((what, f"{found:.3f} turns{more}", "", f"≤ {limit:.3f}"))
    assert found <= limit, what


def test_problem_files(shared: Path, table: Table) -> None:
    for path in sorted((shared / "rotation").glob("*.json")):
        keys, occasions = read_problem(path)
        made = plan(len(keys), occasions)
        largest, total = largest_of([list(occasion.pools) for occasion in occasions], made)
        bound = json.loads(path.read_text("utf-8"))["known"]["lower_bound"]
        limit = min(1.0, bound + (0.25 if path.name.startswith("small") else 0.05))
        add(
            table,
            f"rota {path.stem}",
            float(largest),
            limit,
            f" (bound of one duty {bound:.3f}; total {float(total):.2f})",
        )
        assert total <= 2


def test_small_problems_beside_the_exact_optimum(shared: Path, table: Table) -> None:
    above = [above_the_best(number) for number in range(200)]
    mean = f" (on average {sum(above) / len(above):.3f})"
    add(table, "3–7 members × ≤ 14 slots × ≤ 3 duties, above the exact optimum", max(above), 0.25, mean)
    files = []
    for path in sorted((shared / "rotation").glob("small-*.json")):
        keys, occasions = read_problem(path)
        pools = [[dict(pool) for pool in occasion.pools] for occasion in occasions]
        files.append(float(largest_of(pools, plan(len(keys), occasions))[0] - least_largest(pools)))
    mean = f" (on average {sum(files) / len(files):.3f})"
    add(table, f"{len(files)} small problem files, above the exact optimum", max(files), 0.25, mean)


def test_one_duty_without_absences_keeps_the_theorem(table: Table) -> None:
    over = []
    for number in range(40):
        members = 3 + number % 12
        pools = random_pools(random.Random(number), members, 60, 1, 0, eligible=1)
        over.append(largest_of(pools, plan(members, occasions_of(pools)))[0] - (1 - Fraction(1, 2 * members - 2)))
    add(table, "one duty, nobody away, beyond 1 − 1/(2n−2)", float(max(over)), 0)


@pytest.mark.parametrize(("shape", "limit"), [((12, 24, 3), 3), ((40, 120, 6), 1)])
def test_stability(shape: tuple[int, int, int], limit: float, table: Table) -> None:
    """A published plan: one absence moves few further turns, and planning again with nothing new none."""
    size, years = "×".join(map(str, shape)), range(100 if shape[0] < 40 else 20)
    moved = [turns for turns, _largest in (moved_by_one_absence(number, *shape) for number in years)]
    mean, worst = statistics.mean(moved), max(moved)
    add(table, f"{size}, further turns that one absence changes, on average", mean, limit, f" (worst {worst})")
    changed = 0
    for number in years:
        occasions = occasions_of(random_pools(random.Random(number), *shape, away=0.1))
        made = plan(shape[0], occasions)
        changed += turns_changed(made, plan(shape[0], promised(occasions, made)))
    add(table, f"{size}, turns that planning again with nothing new changes", changed, 0)


def test_no_shows(table: Table) -> None:
    """Every twentieth who has a turn does not come; somebody else does it, and the share stays with who could have."""
    worst = Fraction(0)
    for number in range(20):
        chance = random.Random(number)
        worst = max(worst, _with_no_shows(12, random_pools(chance, 12, 24, 3, 0.1), chance))
    add(table, "5 % no-shows, 12×24×3, 20 years", float(worst), 1.25)


@pytest.mark.parametrize("folder", ["kanthaus", "w3c_json_ld_wg", "openjs_cpc"])
def test_real_attendance_not_known_ahead(shared: Path, table: Table, folder: str) -> None:
    """Meeting by meeting: who came lately is expected, the plan is published, who did not come is replaced."""
    with (shared / "meetings" / folder / "meetings.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = sorted(csv.DictReader(lines), key=lambda row: row["Date"])
    came = [[name.strip() for name in row["Present"].split(";") if name.strip()] for row in rows]
    came = [list(dict.fromkeys(names)) for names in came if names]
    keys = {name: number for number, name in enumerate(dict.fromkeys(name for names in came for name in names))}
    here = [{keys[name]: 1 for name in names} for names in came]
    for duties in (1, 3):
        add(table, f"{folder}, {duties} duties, unknown attendance", float(_replayed(len(keys), here, duties)), 1.3)


def _replayed(members: int, here: Sequence[dict[int, int]], duties: int) -> Fraction:
    balances = [[0] * members for _duty in range(duties)]
    last_served = [[-(10**9)] * members for _duty in range(duties)]
    served: frozenset[int] = frozenset()
    published: list[tuple[int | None, ...]] = []
    largest = 0
    for number, pool in enumerate(here):
        lately = {member: 1 for earlier in here[max(number - SEEN_LATELY, 0) : number] for member in earlier} or pool
        ahead = [Occasion((lately,) * duties, promised=turns, fixed=True) for turns in published]
        ahead += [Occasion((lately,) * duties)] * (AHEAD - len(ahead))
        made = plan(members, ahead, opening=balances, last_served=last_served, served_before=(served,))
        today = Occasion((pool,) * duties, promised=made.turns[0], fixed=True)
        rest = [Occasion((lately,) * duties, promised=turns, fixed=True) for turns in made.turns[1:]]
        done = plan(members, [today, *rest], opening=balances, last_served=last_served, served_before=(served,))
        balances = [[row[0] for row in rows] for rows in done.balances]
        largest = max([largest, *(abs(units) for row in balances for units in row)])
        for duty, member in enumerate(done.turns[0]):
            if member is not None:
                last_served[duty][member] = number - len(here)
        served = frozenset(member for member in done.turns[0] if member is not None)
        published = list(done.turns[1:])
    return Fraction(largest, TURN)


def _with_no_shows(members: int, pools: Pools, chance: random.Random) -> Fraction:
    """Return the largest |balance| when some do not come without a word: others of the pool are asked on the day."""
    duties = len(pools[0])
    balances = [[0] * members for _duty in range(duties)]
    largest = 0
    for number, here in enumerate(pools):
        turns = plan(members, occasions_of(pools[number : number + 6]), opening=balances).turns[0]
        missing = {member for member in turns if chance.random() < 0.05}
        able = [{member: weight for member, weight in pool.items() if member not in missing} for pool in here]
        if missing and min(map(len, able)) >= duties:
            today = Occasion(tuple(able), promised=turns, fixed=True)
            turns = plan(members, [today], opening=balances).turns[0]
        for duty, (shares, member) in enumerate(zip(share_out(here), turns, strict=True)):
            for each, units in shares.items():
                balances[duty][each] -= units
            if member is not None:
                balances[duty][member] += TURN
        largest = max([largest, *(abs(units) for row in balances for units in row)])
    return Fraction(largest, TURN)


def test_time(table: Table) -> None:
    pools = random_pools(random.Random(1), 60, 260, 8, 0.1)
    occasions = occasions_of(pools)
    assert table.value("plan 60×260×8", timed(lambda: plan(60, occasions), rounds=5), limit=1000) <= 1000
    twelve = occasions[:12]
    made = plan(60, twelve)
    asked = [replace(one, promised=turns) for one, turns in zip(twelve, made.turns, strict=True)]
    absent = made.turns[4][0]
    without = tuple({member: w for member, w in pool.items() if member != absent} for pool in asked[4].pools)
    asked[4] = replace(asked[4], pools=without)
    assert table.value("re-plan 12 meetings, 60 members, 8 duties", timed(lambda: plan(60, asked)), limit=30) <= 30


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux says what one process used at most")
def test_memory(shared: Path, table: Table) -> None:
    """The peak of a process that plans the largest problem file, above one that does nothing."""
    path = shared / "rotation" / "large-absent30-0.json"
    work = f"from pathlib import Path; from db.rotation.problem import answer; answer(Path({str(path)!r}))"
    megabytes = (_peak_kb(work) - _peak_kb("pass")) / 1024
    assert table.value("memory above the interpreter", [megabytes], limit=60, unit="MB") <= 60


def _peak_kb(script: str) -> int:
    root = Path(__file__).resolve().parents[2]
    script += "; print(open('/proc/self/status').read().partition('VmHWM:')[2].split()[0])"
    done = subprocess.run([sys.executable, "-c", script], cwd=root, check=True, capture_output=True, text=True)
    return int(done.stdout)
