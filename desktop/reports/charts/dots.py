"""Members as dots: by how far they are behind or ahead, and by what kind of member they are."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from math import floor

from desktop import texts
from desktop.reports.charts.letters import cap_height, folded, width_of
from desktop.reports.charts.look import MEDIUM, PLAIN, SEMIBOLD, Look
from desktop.reports.charts.sketch import Box, Sketch
from desktop.reports.charts.values import BalanceDots, BalanceRow, KindMember, MapKind, MembersMap

_BIN = 0.5
_LEAST_LETTERS, _LEAST_ON_SCREEN = 7.0, 9.5
"""Below this radius a dot is too small for letters on paper, and on the screen, where they are drawn in coarse dots."""


# Balances


def balance_dots_height(chart: BalanceDots, look: Look) -> float:
    """Return how tall the dots are drawn where nothing else is asked for."""
    if not look.paper:
        return 262.0 * look.small / 12
    tallest = max(_heights(chart).values(), default=1)
    return min(max(look.small * (tallest * 2.08 + 6.2), 150.0), 215.0)


def _heights(chart: BalanceDots) -> Counter[float]:
    width = _bin_width(chart)
    return Counter(_place(row.value, chart.fair, width) for row in chart.rows)


def draw_balance_dots(sketch: Sketch, chart: BalanceDots) -> None:
    """Draw a dot for each member, one above the other where balances are alike."""
    look = sketch.look
    width = _bin_width(chart)
    places = sorted(((_place(row.value, chart.fair, width), row) for row in chart.rows), key=lambda each: each[0])
    heights = _heights(chart)
    far = max([abs(place) for place in heights] + [chart.fair + width, 2.5])
    foot = look.small * 3.6
    ceiling = sketch.height - look.small * 2.2
    tallest = max(heights.values(), default=1)
    middle = sketch.width / 2
    radius = look.small * 1.02 if not look.paper else look.small
    widest, beside = (sketch.width / 2 - radius) / far, 1
    while -(-tallest // beside) * radius * 2.08 > ceiling - foot and (beside + 1) * radius * 2.2 < widest * width:
        beside += 1
    each = min(widest, radius * 2.08 / width * max(1.6, beside * 1.15))
    radius = min(radius, each * width * 0.48)
    while -(-tallest // beside) * radius * 2.08 > ceiling - foot and radius > 1.2:
        radius *= 0.96
        beside = max(beside, int(each * width * 0.98 / (radius * 2.08)))

    def x(value: float) -> float:
        return middle + value * each

    edge = chart.fair + width / 2
    sketch.rect(Box(x(-edge), foot - 3, x(edge), sketch.height), fill="soft", radius=3 if look.paper else 6)
    place = (middle, sketch.height - look.small * 1.35)
    sketch.words(chart.fair_label, place, look.small, MEDIUM, "text2", align="middle", room=sketch.width)
    seen: Counter[float] = Counter()
    for where, row in places:
        level, column = divmod(seen[where], beside)
        row_of = min(beside, heights[where] - level * beside)
        across = x(where) + (column - (row_of - 1) / 2) * radius * 2.08
        at = (across, foot + radius * 1.08 + level * radius * 2.08)
        seen[where] += 1
        _member_dot(sketch, row, at, radius, solid=abs(row.value) <= chart.fair + 1e-9)
    sketch.line((0, foot - 3), (sketch.width, foot - 3), "line_strong")
    _axis(sketch, chart, x, far, foot - 3)


def _bin_width(chart: BalanceDots) -> float:
    """Return how far apart balances are told apart: half a turn, or more where they lie far apart."""
    far = max((abs(row.value) for row in chart.rows), default=0)
    width = _BIN
    while far / width > 14:
        width *= 2
    return width


def _place(value: float, fair: float, width: float) -> float:
    """Return where a balance stands, rounded; never across the edge of what is fair."""
    if abs(value) <= fair + 1e-9:
        most = floor(fair / width + 1e-9) * width
        return max(-most, min(most, round(value / width) * width)) + 0.0
    nearest = round(abs(value) / width) * width
    least = (floor(fair / width + 1e-9) + 1) * width
    return max(nearest, least) * (1 if value > 0 else -1)


def _member_dot(sketch: Sketch, row: BalanceRow, at: tuple[float, float], radius: float, *, solid: bool) -> None:
    fill, ink = ("fill", "on_fill") if solid else ("surface", "text")
    sketch.dot(at, radius, fill=fill, edge="fill", line=min(1.4, radius * 0.16))
    size = radius * 0.98
    least = _LEAST_LETTERS if sketch.look.paper else _LEAST_ON_SCREEN * sketch.look.small / 12
    if radius < least or not row.short:
        return
    while size > 4 and width_of(row.short, SEMIBOLD, size) > radius * 1.72:
        size *= 0.9
    sketch.words(
        row.short, (at[0], at[1] - cap_height(size) / 2), size, SEMIBOLD, ink, align="middle", room=radius * 1.8
    )


def _axis(sketch: Sketch, chart: BalanceDots, x: Callable[[float], float], far: float, y: float) -> None:
    look = sketch.look
    step = 1
    while (x(step) - x(0)) < look.small * 2.6:
        step += 1
    for value in range(-floor(far / step) * step, floor(far) + 1, step):
        place = (x(value), y - look.small * 1.3)
        if look.small <= place[0] <= sketch.width - look.small:
            sketch.words(texts.signed(value), place, look.small, PLAIN, "text2", align="middle")
    base = y - look.small * 2.75
    room = sketch.width / 2 - look.small
    sketch.words(chart.behind_label, (0, base), look.small, MEDIUM, "text2", room=room)
    sketch.words(chart.ahead_label, (sketch.width, base), look.small, MEDIUM, "text2", align="right", room=room)


# Who is in the alliance

_NAMED = 60
"""With more members than this, letters stand for names."""
_PILL = 1.75
_GAP = 0.42


def map_height(chart: MembersMap, look: Look, width: float) -> float:
    """Return how tall the map is drawn; it is never less."""
    return _map_head(look) + sum(height for _kind, _lines, height in _map_rows(chart, look, width)) + 1


def draw_map(sketch: Sketch, chart: MembersMap) -> None:
    """Draw each kind with its members in a row, those from the grassroots filled."""
    look = sketch.look
    size = _pill_size(chart, look)
    top = sketch.height - _map_head(look)
    _map_key(sketch, chart)
    sketch.line((0, top), (sketch.width, top), "line_strong" if look.paper else "line", 0.6 if look.paper else 1)
    names, count = _map_columns(chart, look, sketch.width)
    for kind, lines, height in _map_rows(chart, look, sketch.width):
        middle = top - height / 2
        sketch.block(
            kind.name, Box(0, middle - height / 2, names - look.label, middle + height / 2), look.label, most=3
        )
        place = (names + count - look.label * 1.2, middle - cap_height(look.label) / 2)
        sketch.words(texts.number(len(kind.members)), place, look.label, SEMIBOLD, align="right")
        pitch = size * (_PILL + _GAP)
        y = middle + pitch * (len(lines) - 1) / 2
        for line in lines:
            left = names + count
            for member, words, width in line:
                _pill(sketch, words, Box(left, y - size * _PILL / 2, left + width, y + size * _PILL / 2), member, size)
                left += width + size * _GAP * 1.2
            y -= pitch
        top -= height
        sketch.line((0, top), (sketch.width, top), "line", 0.4 if look.paper else 1)


def _map_head(look: Look) -> float:
    return look.label * 1.8


def _pill_size(chart: MembersMap, look: Look) -> float:
    many = sum(len(kind.members) for kind in chart.kinds)
    return look.small if many <= 40 else look.small * 0.92


def _map_columns(chart: MembersMap, look: Look, width: float) -> tuple[float, float]:
    """Return the widths of the names of kinds and of the counts."""
    widest = max((width_of(kind.name, PLAIN, look.label) for kind in chart.kinds), default=0)
    count = max((width_of(texts.number(len(kind.members)), SEMIBOLD, look.label) for kind in chart.kinds), default=0)
    return min(widest, width * 0.26) + look.label, count + look.label * 1.2


def _map_rows(
    chart: MembersMap, look: Look, width: float
) -> Iterator[tuple[MapKind, list[list[tuple[KindMember, str, float]]], float]]:
    """Yield each kind, its members in lines with their words and widths, and how tall that is."""
    names, count = _map_columns(chart, look, width)
    size = _pill_size(chart, look)
    room = width - names - count
    many = sum(len(kind.members) for kind in chart.kinds)
    for kind in chart.kinds:
        lines = _in_lines(kind.members, size, room, named=many <= _NAMED)
        text = len(folded(kind.name, PLAIN, look.label, names - look.label, 3)) * look.label * 1.18
        tall = max(len(lines) * size * (_PILL + _GAP) - size * _GAP, text, size * _PILL)
        yield kind, lines, tall + look.label * 0.95


def _in_lines(
    members: Sequence[KindMember], size: float, room: float, *, named: bool
) -> list[list[tuple[KindMember, str, float]]]:
    lines: list[list[tuple[KindMember, str, float]]] = []
    left = room + 1
    for member in members:
        words = member.short or member.name if named else member.letters
        width = min(width_of(words, MEDIUM, size) + size * (1.3 if named else 0.9), room)
        if left + width > room:
            lines.append([])
            left = 0.0
        lines[-1].append((member, words, width))
        left += width + size * _GAP * 1.2
    return lines


def _pill(sketch: Sketch, words: str, box: Box, member: KindMember, size: float) -> None:
    look = sketch.look
    radius = (box.top - box.bottom) / 2
    if member.grassroots:
        sketch.rect(box, fill="fill", radius=radius)
    else:
        sketch.rect(box, fill="surface", edge="edge", radius=radius, line=0.8 if look.paper else 1.2)
    place = ((box.left + box.right) / 2, (box.bottom + box.top) / 2 - cap_height(size) / 2)
    role = "on_fill" if member.grassroots else "text"
    sketch.words(words, place, size, MEDIUM, role, align="middle", room=box.right - box.left - size * 0.7)


def _map_key(sketch: Sketch, chart: MembersMap) -> None:
    """Say what the filled ones are, with how many there are of each."""
    look = sketch.look
    size = look.value if look.paper else look.small
    grassroots = sum(member.grassroots for kind in chart.kinds for member in kind.members)
    others = sum(len(kind.members) for kind in chart.kinds) - grassroots
    middle, left = sketch.height - size * 0.8, 0.0
    for solid, words, number in ((True, chart.grassroots_label, grassroots), (False, chart.others_label, others)):
        box = Box(left, middle - size * 0.45, left + size * 1.7, middle + size * 0.45)
        if solid:
            sketch.rect(box, fill="fill", radius=size)
        else:
            sketch.rect(box, fill="surface", edge="edge", radius=size, line=0.8 if look.paper else 1.2)
        place = (box.right + size * 0.5, middle - cap_height(size) / 2)
        said = f"{words}: {texts.number(number)}"
        left = sketch.words(said, place, size, room=sketch.width / 2 - size * 3).right + size * 1.8
