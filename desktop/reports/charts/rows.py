"""Bars in rows: pairs to compare, balances from a middle line, shares of a whole, endorsements with a mark."""

from collections.abc import Sequence

from desktop.reports.charts.letters import cap_height, folded, width_of
from desktop.reports.charts.look import MEDIUM, PLAIN, SEMIBOLD, Look
from desktop.reports.charts.sketch import Box, Fill, Sketch, fills
from desktop.reports.charts.values import (
    BalanceBars,
    Endorsed,
    PairRow,
    Pairs,
    PartsRow,
    StackedShares,
)
from desktop.texts import MINUS

_NAMES, _NAMES_ON_SCREEN = 0.36, 0.42
"""The part of the width that names may take."""
_MOST_STRETCH = 1.4


def _names_width(names: Sequence[str], look: Look, width: float, font: str = SEMIBOLD) -> float:
    """Return the room for names: what the widest takes, or a part of the width and then two lines."""
    widest = max((width_of(name, font, look.label) for name in names), default=0)
    return min(widest, width * (_NAMES if look.paper else _NAMES_ON_SCREEN)) + look.label * 1.2


def _row_height(names: Sequence[str], look: Look, room: float, least: float) -> float:
    """Return what a row needs so that its name fits."""
    return max((_own_height(name, look, room, least) for name in names), default=least)


def _own_height(name: str, look: Look, room: float, least: float, font: str = SEMIBOLD) -> float:
    lines = len(folded(name, font, look.label, room, 2))
    return max(least, lines * look.label * 1.18 + look.label * 0.5)


def _places(sketch: Sketch, head: float, heights: Sequence[float]) -> list[Box]:
    """Return where rows of these heights stand; where there is other room they are taller or lower alike."""
    stretch = min((sketch.height - head - 1) / sum(heights), _MOST_STRETCH)
    places, top = [], sketch.height - head
    for height in heights:
        places.append(Box(0, top - height * stretch, sketch.width, top))
        top -= height * stretch
    return places


def _fitting(heights: Sequence[float], room: float) -> int:
    """Return how many rows have room in a height."""
    for at, height in enumerate(heights):
        room -= height
        if room < 0:
            return at
    return len(heights)


def _rule(sketch: Sketch, y: float, role: str = "line", width: float = 0) -> None:
    sketch.line((0, y), (sketch.width, y), role, width or (0.4 if sketch.look.paper else 1))


def _pitch(sketch: Sketch, head: float, count: int) -> float:
    """Return how far apart rows stand; where there is much room they stay together."""
    return min((sketch.height - head - 1) / count, sketch.look.row * 1.4)


# Pairs


def _head(look: Look) -> float:
    return look.label * 1.7 if look.paper else look.label * 2.1


def pairs_height(chart: Pairs, look: Look, width: float) -> float:
    """Return how tall the pairs are drawn where nothing else is asked for."""
    names = [row.name for row in chart.rows]
    room = _names_width(names, look, width) - look.label * 1.2
    return _head(look) + len(names) * _row_height(names, look, room, look.row) + 1


def pairs_least(chart: Pairs, look: Look, width: float) -> float:
    """Return the least height at which nothing touches."""
    return _head(look) + sum(_pair_heights(chart, look, width)) + 1


def _pair_heights(chart: Pairs, look: Look, width: float) -> list[float]:
    """Return the least height of each row: on paper all are alike, on the screen a name of one line takes less."""
    names = [row.name for row in chart.rows]
    room = _names_width(names, look, width) - look.label * 1.2
    bars = look.bar * 2 + look.small * 0.6
    if look.paper:
        return [_row_height(names, look, room, bars)] * len(names)
    return [_own_height(name, look, room, bars) for name in names]


def _pair_places(sketch: Sketch, chart: Pairs, head: float) -> list[Box]:
    """Return where the rows stand."""
    if not sketch.look.paper:
        return _places(sketch, head, _pair_heights(chart, sketch.look, sketch.width))
    pitch, top = _pitch(sketch, head, len(chart.rows)), sketch.height - head
    return [Box(0, top - pitch * (at + 1), sketch.width, top - pitch * at) for at in range(len(chart.rows))]


def draw_pairs(sketch: Sketch, chart: Pairs) -> None:
    """Draw two bars for each row, and a count at the right."""
    look, rows, head = sketch.look, chart.rows, _head(sketch.look)
    if not rows:
        return
    names = _names_width([row.name for row in rows], look, sketch.width)
    extra = any(row.extra is not None for row in rows)
    size = look.value if look.paper else look.label
    wide = min(width_of(chart.extra_label, MEDIUM, size), sketch.width * 0.22)
    column = max(wide, look.label * 3) + look.label if extra else 0.0
    second = Fill.HATCHED if look.paper else Fill.OUTLINED
    middle = sketch.height - head + (head * 0.66 if look.paper else head * 0.6)
    left = names if look.paper else 0.0
    sketch.key([(Fill.SOLID, chart.first_label), (second, chart.second_label)], left, middle, sketch.width - column)
    if extra:
        place = (sketch.width, middle - cap_height(size) / 2)
        sketch.words(chart.extra_label, place, size, MEDIUM, "text2", align="right", room=column)
    _rule(sketch, sketch.height - head, "line_strong" if look.paper else "line", 0.6 if look.paper else 1)
    scale = _Scale(chart, rows, look, names, sketch.width - column)
    for row, line in zip(rows, _pair_places(sketch, chart, head), strict=True):
        pitch, middle = line.top - line.bottom, (line.top + line.bottom) / 2
        room = Box(0, line.bottom, names - look.label * 1.2, line.top)
        sketch.block(row.name, room, look.label, SEMIBOLD if row.strong else PLAIN)
        bar, gap = min(look.bar, (pitch - 3) / 2.2), 0.5 if look.paper else 1.0
        _measure(sketch, chart, scale, row.first, bottom=middle + gap, bar=bar, fill=Fill.SOLID)
        _measure(sketch, chart, scale, row.second, bottom=middle - gap - bar, bar=bar, fill=second)
        if extra:
            _count(sketch, row, sketch.width - max(wide, look.label) / 2, middle)
        if look.paper:
            _rule(sketch, middle - pitch / 2)


class _Scale:
    """Which value is how far to the right; zero stands further in where values lie below it."""

    def __init__(self, chart: Pairs, rows: Sequence[PairRow], look: Look, left: float, right: float) -> None:
        values = [value for row in rows for value in (row.first, row.second)]
        high, low = max([*values, 0.0]), min([*values, 0.0])
        label = max(width_of(chart.said(value), PLAIN, look.value) for value in values) + look.value
        right -= label
        left += label if low < 0 else 0
        self.each = max(right - left, 1) / ((high - low) or 1)
        self.zero = left - low * self.each

    def x(self, value: float) -> float:
        return self.zero + value * self.each


def _measure(
    sketch: Sketch, chart: Pairs, scale: _Scale, value: float, *, bottom: float, bar: float, fill: Fill
) -> None:
    look = sketch.look
    first, last = sorted((scale.zero, scale.x(value)))
    sketch.bar(Box(first, bottom, last, bottom + bar), fill)
    base = bottom + bar / 2 - cap_height(look.value) / 2
    if value < 0:
        sketch.words(chart.said(value), (first - look.value * 0.5, base), look.value, align="right")
    else:
        sketch.words(
            chart.said(value), (last + look.value * 0.5, base), look.value, PLAIN, "text" if look.paper else "text2"
        )


def _count(sketch: Sketch, row: PairRow, middle: float, y: float) -> None:
    """Write a count; on the screen few are shown as dots."""
    look = sketch.look
    if row.extra is None:
        return
    if look.paper or row.extra > 3:
        words = f"{row.extra}"
        sketch.words(words, (middle, y - cap_height(look.label) / 2), look.label, SEMIBOLD, "text", align="middle")
    elif row.extra == 0:
        sketch.words("–", (middle, y - cap_height(look.label) / 2), look.label, PLAIN, "text2", align="middle")
    else:
        radius = look.label * 0.38
        left = middle - (row.extra - 1) * radius * 1.3
        for at in range(row.extra):
            sketch.dot((left + at * radius * 2.6, y), radius, fill="fill")


# Balances


def balance_bars_height(chart: BalanceBars, look: Look, width: float) -> float:
    """Return how tall the bars are drawn where nothing else is asked for."""
    return look.label * 2 + sum(_balance_heights(chart, look, width)) + 1


def balance_bars_fitting(chart: BalanceBars, look: Look, width: float, height: float) -> int:
    """Return how many rows have room in a height."""
    return _fitting(_balance_heights(chart, look, width), height - look.label * 2 - 1)


def _balance_heights(chart: BalanceBars, look: Look, width: float) -> list[float]:
    names = [row.name for row in chart.among or chart.rows]
    room = _names_width(names, look, width, PLAIN) - look.label * 1.2
    return [_own_height(row.name, look, room, look.label * 1.75, PLAIN) for row in chart.rows]


def draw_balance_bars(sketch: Sketch, chart: BalanceBars) -> None:
    """Draw a bar for each member from the line in the middle."""
    look, rows, among = sketch.look, chart.rows, chart.among or chart.rows
    if not rows:
        return
    head = look.label * 2
    names = _names_width([row.name for row in among], look, sketch.width, PLAIN)
    said = [_signed(chart, row.value) for row in rows]
    label = max(width_of(_signed(chart, row.value), MEDIUM, look.value) for row in among) + look.value
    left, right = names + label, sketch.width - label
    middle, reach = (left + right) / 2, max((right - left) / 2, 1)
    largest = max(abs(row.value) for row in among) or 1
    base = sketch.height - look.label * 1.1
    size = look.value if look.paper else look.small
    room = (right - left) / 2 + label - size
    sketch.words(chart.behind_label, (middle - size * 0.6, base), size, MEDIUM, "text2", align="right", room=room)
    sketch.words(chart.ahead_label, (middle + size * 0.6, base), size, MEDIUM, "text2", room=room)
    _rule(sketch, sketch.height - head, "line_strong" if look.paper else "line", 0.6 if look.paper else 1)
    places = _places(sketch, head, _balance_heights(chart, look, sketch.width))
    for row, words, place in zip(rows, said, places, strict=True):
        y = (place.bottom + place.top) / 2
        sketch.block(row.name, Box(0, place.bottom, names - look.label * 1.2, place.top), look.label)
        bar = min(look.bar, (place.top - place.bottom) * 0.62)
        end = middle + reach * row.value / largest
        first, last = sorted((middle, end))
        sketch.bar(Box(first, y - bar / 2, last, y + bar / 2), Fill.SOLID if row.value < 0 else Fill.OUTLINED)
        base = y - cap_height(look.value) / 2
        if row.value < 0:
            sketch.words(words, (first - look.value * 0.45, base), look.value, MEDIUM, align="right")
        else:
            sketch.words(words, (last + look.value * 0.45, base), look.value, MEDIUM)
        if look.paper:
            _rule(sketch, place.bottom)
    sketch.line((middle, places[-1].bottom), (middle, sketch.height - head), "line_strong", 0.9 if look.paper else 1)


def _signed(chart: BalanceBars, value: float) -> str:
    words = chart.said(value)
    return f"+{words}" if value > 0 and words.strip("0.,") and not words.startswith(MINUS) else words


# Shares of a whole


def shares_height(chart: StackedShares, look: Look, width: float) -> float:
    """Return how tall the shares are drawn where nothing else is asked for."""
    names = [row.label for row in chart.rows]
    room = _names_width(names, look, width) - look.label * 1.2
    return _head(look) + len(names) * _row_height(names, look, room, look.row * 0.85) + 1


def draw_shares(sketch: Sketch, chart: StackedShares) -> None:
    """Draw a bar of the same length for each row, divided as its parts are."""
    look, rows, head = sketch.look, chart.rows, _head(sketch.look)
    kinds = fills(len(chart.parts))
    names = _names_width([row.label for row in rows], look, sketch.width)
    sums = [sum(row.values) for row in rows]
    said = [chart.said(total) for total in sums]
    size = look.value if look.paper else look.label
    column = max((width_of(words, SEMIBOLD, look.label) for words in [*said, ""]), default=0)
    column = max(column, min(width_of(chart.sum_label, MEDIUM, size), sketch.width * 0.2)) + look.label * 1.4
    middle = sketch.height - head * 0.42
    left = names if look.paper else 0.0
    sketch.key(list(zip(kinds, chart.parts, strict=True)), left, middle, sketch.width - column)
    place = (sketch.width, middle - cap_height(size) / 2)
    sketch.words(chart.sum_label, place, size, MEDIUM, "text2", align="right", room=column)
    _rule(sketch, sketch.height - head, "line_strong" if look.paper else "line", 0.6 if look.paper else 1)
    if not rows:
        return
    pitch = _pitch(sketch, head, len(rows))
    for at, (row, words) in enumerate(zip(rows, said, strict=True)):
        y = sketch.height - head - pitch * (at + 0.5)
        room = Box(0, y - pitch / 2, names - look.label * 1.2, y + pitch / 2)
        sketch.block(row.label, room, look.label)
        bar = min(look.bar * 1.7, pitch * 0.6)
        _share(sketch, chart, row, Box(names, y - bar / 2, sketch.width - column, y + bar / 2))
        base = y - cap_height(look.label) / 2
        sketch.words(words, (sketch.width, base), look.label, SEMIBOLD, align="right")
        if look.paper:
            _rule(sketch, y - pitch / 2)


def _share(sketch: Sketch, chart: StackedShares, row: PartsRow, box: Box) -> None:
    look, total = sketch.look, sum(row.values)
    if total <= 0:
        sketch.strokes([_outline(box)], "line_strong", 0.8, (2, 2))
        return
    left = box.left
    for fill, value in zip(fills(len(chart.parts)), row.values, strict=False):
        part = Box(left, box.bottom, left + (box.right - box.left) * value / total, box.top)
        sketch.bar(part, fill)
        inner_number(sketch, chart.said(value), part, fill, look.value)
        left = part.right


def _outline(box: Box) -> list[tuple[float, float]]:
    corners = [(box.left, box.bottom), (box.right, box.bottom), (box.right, box.top), (box.left, box.top)]
    return [*corners, corners[0]]


def inner_number(sketch: Sketch, words: str, part: Box, fill: Fill, size: float) -> None:
    """Write a number inside a bar where it fits; on hatching it stands on a plain ground."""
    width = width_of(words, SEMIBOLD, size)
    if part.right - part.left < width + 6 or part.top - part.bottom < size * 1.02:
        return
    middle = ((part.left + part.right) / 2, (part.bottom + part.top) / 2)
    if fill not in (Fill.SOLID, Fill.OUTLINED):
        half = cap_height(size) / 2 + 1.4
        ground = Box(middle[0] - width / 2 - 2, middle[1] - half, middle[0] + width / 2 + 2, middle[1] + half)
        sketch.rect(ground, fill="surface", radius=0 if sketch.look.paper else 2)
    role = "on_fill" if fill is Fill.SOLID else "text"
    sketch.words(words, (middle[0], middle[1] - cap_height(size) / 2), size, SEMIBOLD, role, align="middle")


# Endorsements


def endorsed_height(chart: Endorsed, look: Look, width: float) -> float:
    """Return how tall the bars are drawn where nothing else is asked for."""
    return sum(_endorsed_heights(chart, look, width)) + _endorsed_head(chart, look) + 1


def endorsed_least(chart: Endorsed, look: Look, width: float) -> float:
    """Return the least height at which nothing touches."""
    if look.paper:
        return endorsed_height(chart, look, width)
    return len(chart.rows) * look.label * 1.7 + _endorsed_head(chart, look) + 1


def endorsed_fitting(chart: Endorsed, look: Look, width: float, height: float) -> int:
    """Return how many rows have room in a height."""
    return _fitting(_endorsed_heights(chart, look, width), height - _endorsed_head(chart, look) - 1)


def _endorsed_heights(chart: Endorsed, look: Look, width: float) -> list[float]:
    """Return the height of each row: on paper a long text takes a second line, on the screen it ends in "…"."""
    if not look.paper:
        return [look.label * 2.8] * len(chart.rows)
    _numbers, names, _count = _endorsed_columns(chart, look, width)
    return [_own_height(row.name, look, names - look.label * 0.8, look.label * 1.85, PLAIN) for row in chart.rows]


def _endorsed_head(chart: Endorsed, look: Look) -> float:
    return _head(look) if any(row.objected for row in chart.among or chart.rows) else 0.0


def _endorsed_columns(chart: Endorsed, look: Look, width: float) -> tuple[float, float, float]:
    """Return how wide numbers, texts and counts are."""
    rows = chart.among or chart.rows
    numbers = min(max((width_of(row.number, SEMIBOLD, look.label) for row in rows), default=0), width * 0.15)
    numbers += look.label * 0.8 if numbers else 0
    count = max((width_of(chart.said(row.endorsed), SEMIBOLD, look.label) for row in rows), default=0) + look.label
    names = max((width_of(row.name, PLAIN, look.label) for row in rows), default=0) + look.label
    return numbers, min(names, (width - numbers - count) * 0.6), count


def draw_endorsed(sketch: Sketch, chart: Endorsed) -> None:
    """Draw a bar for each decision, filled as far as members endorse it, with a line where it has enough."""
    look, rows = sketch.look, chart.rows
    head = _endorsed_head(chart, look)
    if not rows:
        return
    if head:
        parts = [(Fill.SOLID, chart.endorsed_label), (Fill.HATCHED, chart.objected_label)]
        sketch.key(parts, 0, sketch.height - head * 0.42, sketch.width)
    numbers, names, count = _endorsed_columns(chart, look, sketch.width)
    left, right = numbers + names, sketch.width - count
    places = _places(sketch, head, _endorsed_heights(chart, look, sketch.width))
    for row, place in zip(rows, places, strict=True):
        y = (place.bottom + place.top) / 2
        base = y - cap_height(look.label) / 2
        sketch.words(row.number, (0, base), look.label, SEMIBOLD, "fill", room=numbers)
        room = Box(numbers, place.bottom, left - look.label * 0.8, place.top)
        sketch.block(row.name, room, look.label, most=2 if look.paper else 1)
        bar = min(look.bar * 1.2, (place.top - place.bottom) * 0.6)
        box = Box(left, y - bar / 2, right, y + bar / 2)
        sketch.rect(box, fill="surface", edge="edge" if look.paper else "line_strong", radius=0 if look.paper else 2)
        whole = max(row.whole, row.endorsed + row.objected, 1)
        each = (right - left) / whole
        sketch.bar(Box(left, box.bottom, left + each * row.endorsed, box.top), Fill.SOLID)
        sketch.bar(Box(right - each * row.objected, box.bottom, right, box.top), Fill.HATCHED)
        if row.needed is not None:
            _mark(sketch, left + each * min(row.needed, whole), box, reached=row.endorsed >= row.needed)
        sketch.words(chart.said(row.endorsed), (sketch.width, base), look.label, SEMIBOLD, align="right")


def _mark(sketch: Sketch, x: float, box: Box, *, reached: bool) -> None:
    """Draw where a decision has enough: a line with a light edge, so that it is seen on the dark bar too."""
    long = 4.0 if not sketch.look.paper else 3.0
    bottom, top = box.bottom - long, box.top + long
    sketch.line((x, bottom), (x, top), "surface", 4.0)
    sketch.line((x, bottom), (x, top), "line_strong" if reached and not sketch.look.paper else "text", 2.0)
