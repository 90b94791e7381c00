"""Which way each letter runs: the Unicode bidirectional algorithm (UAX #9), as far as paper needs it.

ReportLab's own support wants a C library that is not to be had everywhere. Explicit direction controls never get
here (text is cleaned of them), so rules X1-X8 fall away; values put into a sentence are *isolated* instead, so that
an Arabic name cannot drag the date after it to its other side.
"""

from collections.abc import Sequence
from itertools import pairwise
from unicodedata import bidirectional

LTR, RTL = 0, 1
Span = tuple[int, int]
_OBJECT = "\ufffc"
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_NEUTRAL = frozenset({"B", "S", "WS", "ON", "BN"})


def base_direction(text: str) -> int | None:
    """Return the direction of the first letter that has one (rules P2 and P3), or None without any."""
    for character in text:
        kind = bidirectional(character)
        if kind == "L":
            return LTR
        if kind in ("R", "AL"):
            return RTL
    return None


def levels(text: str, isolates: Sequence[Span] = (), base: int = LTR) -> list[int]:
    """Return the embedding level of each character; even levels run left to right, odd ones right to left.

    `isolates` are [from, to) spans, in order and not overlapping, each laid out by itself, in the direction of its own
    first letter.
    """
    if not isolates:
        return _resolve(text, base)
    outer, position = [], 0
    for start, end in isolates:
        outer += [text[position:start], _OBJECT]
        position = end
    outer.append(text[position:])
    found = _resolve("".join(outer), base)
    result: list[int] = []
    for (start, end), upto in zip(isolates, [*(start for start, _ in isolates[1:]), len(text)], strict=True):
        head = start - len(result)
        result += found[:head]
        around, inner = found[head], text[start:end]
        result += _resolve(inner, _inner_level(around, base_direction(inner)))
        del found[: head + 1]
        result += found[: upto - end]
        del found[: upto - end]
    return result


def _inner_level(around: int, direction: int | None) -> int:
    return around if direction in (None, around % 2) else around + 1


def visual_order(run_levels: Sequence[int]) -> list[int]:
    """Return the indices of a line's runs from left to right (rule L2)."""
    order = list(range(len(run_levels)))
    if not order:
        return order
    for level in range(max(run_levels), 0, -1):
        start = 0
        while start < len(order):
            if run_levels[order[start]] < level:
                start += 1
                continue
            end = start
            while end < len(order) and run_levels[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end
    return order


def _resolve(text: str, base: int) -> list[int]:
    kinds = [bidirectional(character) or "L" for character in text]
    edge = "R" if base % 2 else "L"
    _weak(kinds, edge)
    _brackets(text, kinds, edge)
    _neutral(kinds, edge)
    return [base + _rise(kind, base) for kind in kinds]


def _rise(kind: str, base: int) -> int:
    """Rules I1 and I2."""
    if base % 2:
        return 0 if kind == "R" else 1
    return {"L": 0, "R": 1}.get(kind, 2)


def _weak(kinds: list[str], edge: str) -> None:
    """Rules W1 to W7: marks follow their letter, numbers learn whose neighbours they are."""
    before, strong = edge, edge
    for index, original in enumerate(kinds):
        kind = before if original == "NSM" else original
        if kind == "EN" and strong == "AL":
            kind = "AN"
        kinds[index] = kind
        if kind in ("L", "R", "AL"):
            strong = kind
        before = kind
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]
    for index in range(1, len(kinds) - 1):
        left, right = kinds[index - 1], kinds[index + 1]
        if left == right and (
            (kinds[index] == "ES" and left == "EN") or (kinds[index] == "CS" and left in ("EN", "AN"))
        ):
            kinds[index] = left
    _terminators(kinds)
    strong = edge
    for index, kind in enumerate(kinds):
        if kind in ("ES", "ET", "CS"):
            kinds[index] = "ON"
        elif kind == "EN" and strong == "L":
            kinds[index] = "L"
        elif kind in ("L", "R"):
            strong = kind


def _terminators(kinds: list[str]) -> None:
    """Rule W5: "%" or "€" beside a number belongs to it."""
    for order in (range(1, len(kinds)), range(len(kinds) - 2, -1, -1)):
        step = -1 if order.step > 0 else 1
        for index in order:
            if kinds[index] == "ET" and kinds[index + step] == "EN":
                kinds[index] = "EN"


def _side(kind: str) -> str | None:
    """The direction a neutral sees in `kind`: numbers count as right to left."""
    if kind == "L":
        return "L"
    return "R" if kind in ("R", "AN", "EN") else None


def _brackets(text: str, kinds: list[str], edge: str) -> None:
    """Rule N0: both brackets of a pair take one direction."""
    opened: list[tuple[str, int]] = []
    pairs: list[Span] = []
    for index, character in enumerate(text):
        if kinds[index] != "ON":
            continue
        if character in _CLOSING:
            opened.append((_CLOSING[character], index))
        elif any(closing == character for closing, _ in opened):
            while opened:
                closing, start = opened.pop()
                if closing == character:
                    pairs.append((start, index))
                    break
    for start, end in sorted(pairs):
        sides = {_side(kind) for kind in kinds[start + 1 : end]} - {None}
        if edge in sides:
            kinds[start] = kinds[end] = edge
        elif sides:
            before = next((side for kind in reversed(kinds[:start]) if (side := _side(kind))), edge)
            kinds[start] = kinds[end] = before if before in sides else edge


def _neutral(kinds: list[str], edge: str) -> None:
    """Rules N1 and N2: what has no direction takes that of both its neighbours, or else the paragraph's."""
    bounds = [-1, *(index for index, kind in enumerate(kinds) if kind not in _NEUTRAL), len(kinds)]
    for left, right in pairwise(bounds):
        if right - left < 2:
            continue
        before = edge if left < 0 else _side(kinds[left])
        after = edge if right == len(kinds) else _side(kinds[right])
        side = before if before == after else edge
        kinds[left + 1 : right] = [side or edge] * (right - left - 1)
