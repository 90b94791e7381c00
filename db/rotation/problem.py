"""Problem files: members with weights, duties with pools, slots with who is away, as JSON; and their answers."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from db.rotation.occasion import Occasion
from db.rotation.planner import Plan, plan
from db.turn_units import TURN


def read_problem(path: Path) -> tuple[list[str], list[Occasion]]:
    """Return the members' keys and the occasions of a problem file.

    Raises OSError when it cannot be read, and ValueError or KeyError when it is not such a file.
    """
    return occasions_of(json.loads(path.read_text("utf-8")))


def occasions_of(problem: Mapping[str, Any]) -> tuple[list[str], list[Occasion]]:
    """Return the members' keys and the occasions of a problem."""
    keys = [member["id"] for member in problem["members"]]
    weights = [int(member["weight"]) for member in problem["members"]]
    place = {key: number for number, key in enumerate(keys)}
    pools = [[place[key] for key in duty["pool"]] for duty in problem["duties"]]
    occasions = []
    for slot in problem["slots"]:
        away = {place[key] for key in slot["away"]}
        here = tuple({member: weights[member] for member in pool if member not in away} for pool in pools)
        occasions.append(Occasion(here, apart=problem.get("one_duty_per_slot", True)))
    return keys, occasions


def answer(path: Path) -> dict[str, object]:
    """Plan a problem file: who does each duty at each slot, and how far anybody is ever off, in turns."""
    keys, occasions = read_problem(path)
    return as_answer(keys, plan(len(keys), occasions))


def as_answer(keys: list[str], made: Plan) -> dict[str, object]:
    """Return a plan in the words of a problem file."""
    return {
        "turns": [[None if member is None else keys[member] for member in turns] for turns in made.turns],
        "largest": round(made.largest / TURN, 4),
        "largest_total": round(made.largest_total / TURN, 4),
        "tolerance": round(made.tolerance / TURN, 4),
    }
