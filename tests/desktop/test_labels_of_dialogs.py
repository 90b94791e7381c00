"""Sister dialogs look alike: one that asks up to three things has its labels above the fields."""

import ast
from collections.abc import Iterator
from pathlib import Path

import desktop

SHORT = 3
"""Fields; in longer dialogs labels stand in a column of their own."""


def forms() -> Iterator[tuple[str, bool, int]]:
    """Yield the dialogs that make one form: their name, whether its labels are above, and how many fields it has."""
    for path in Path(desktop.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and node.name.endswith("Dialog"):
                yield from _form(node)


def _form(dialog: ast.ClassDef) -> Iterator[tuple[str, bool, int]]:
    calls = [node for node in ast.walk(dialog) if isinstance(node, ast.Call)]
    made = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "FormRows"]
    if len(made) == 1:
        bound = [node for node in ast.walk(dialog) if isinstance(node, ast.Assign) and node.value is made[0]]
        named = {ast.unparse(name) for node in bound for name in node.targets}
        added = sum(_times(call, dialog) for call in calls if isinstance(call.func, ast.Attribute)
                    and call.func.attr == "add" and ast.unparse(call.func.value) in named)  # fmt: skip
        yield dialog.name, any(word.arg == "above" for word in made[0].keywords), added


def _times(call: ast.Call, dialog: ast.ClassDef) -> int:
    """Return how many fields a call adds: in a loop over a tuple, as many as that has."""
    loops = [node for node in ast.walk(dialog) if isinstance(node, ast.For) and call in ast.walk(node)]
    return sum(len(loop.iter.elts) for loop in loops if isinstance(loop.iter, ast.Tuple)) or 1


def test_short_dialogs_have_their_labels_above():
    found = list(forms())
    assert len(found) > SHORT * 10
    assert [name for name, above, fields in found if fields <= SHORT and not above] == []
