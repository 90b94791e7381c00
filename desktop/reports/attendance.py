"""Who was here: by kind of member, with counts, and whether that was enough to decide."""

from collections.abc import Iterator, Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from desktop.reports.parts import Cell, Rule, table, with_what_follows
from desktop.reports.sheets import Attendance, Attendee, Quorum
from desktop.reports.style import Paper, style
from desktop.reports.text import Prose, para
from desktop.texts import _, time_of_day

_KIND, _COUNT = 38 * mm, 16 * mm
_RULES: Sequence[Rule] = (("TOPPADDING", (0, 0), (-1, -1), 3), ("BOTTOMPADDING", (0, 0), (-1, -1), 4))


def who_was_here(attendance: Attendance, paper: Paper) -> Iterator[Flowable]:
    """Yield the section, or nothing where no one was recorded."""
    rows = list(_rows(attendance))
    if not rows:
        return
    heading = para("{title}", style("heading"), title=_("Who was here"))
    heading.outline = (0, _("Who was here"))
    body = table(rows, [_KIND, _COUNT, paper.text_width - _KIND - _COUNT], _RULES)
    yield from with_what_follows(heading, [Spacer(1, 3), body], paper.text_width, paper)
    body.goes_on = _("Who was here")
    yield from (Spacer(1, 3), body, Spacer(1, 8))


def _rows(attendance: Attendance) -> Iterator[Sequence[Cell]]:
    quorum = quorum_sentence(attendance.quorum) if attendance.quorum else ""
    if attendance.kinds:
        count = here_of_seats(attendance)
        yield [
            [para(_("<b>{count} here</b>"), style("cell"), count=count)],
            [],
            [para("{quorum}", style("cell"), quorum=quorum)],
        ]
    elif quorum:
        yield [[], [], [para("{quorum}", style("cell"), quorum=quorum)]]
    for kind in attendance.kinds:
        count = _("{here} of {seats}").format(here=len(kind.here), seats=kind.seats)
        yield _row(kind.kind, count, kind.here)
    for label, named in (
        (_("Apologies"), [Attendee(name) for name in attendance.apologies]),
        (_("Not here"), [Attendee(name) for name in attendance.not_here]),
        (_("Observers"), attendance.observers),
        (_("Guests"), attendance.guests),
    ):
        if named:
            yield _row(label, str(len(named)), named)


def _row(label: str, count: str, named: Sequence[Attendee]) -> Sequence[Cell]:
    return [
        [para("{label}", style("cell quiet"), label=label)],
        [para("{count}", style("cell"), count=count)],
        [_listed(named) if named else para("–", style("names"))],
    ]


def _listed(named: Sequence[Attendee]) -> Prose:
    """List "River Bridges (Tea Atam, from 10:20)"; each name by itself, whatever its direction."""
    templates, values = [], {}
    for index, one in enumerate(named):
        values[f"name{index}"], values[f"person{index}"] = one.name, one.person
        within = [f"{{person{index}}}"] if one.person else []
        if one.arrived:
            within.append(_("from {time}").format(time=time_of_day(one.arrived)))
        if one.left:
            within.append(_("until {time}").format(time=time_of_day(one.left)))
        templates.append(f"{{name{index}}}" + (f" ({', '.join(within)})" if within else ""))
    return para(", ".join(templates), style("names"), **values)


def here_of_seats(attendance: Attendance) -> str:
    """Return "19 of 31"."""
    return _("{here} of {seats}").format(here=attendance.here, seats=attendance.seats)


def quorum_sentence(quorum: Quorum) -> str:
    """Return whether there were enough to decide, and since and until when."""
    if quorum.met_at is None:
        return _("The quorum of {n} was not met.").format(n=quorum.needed)
    met = time_of_day(quorum.met_at)
    if quorum.lost_at is None:
        return _("The quorum of {n} was met at {time}.").format(n=quorum.needed, time=met)
    lost = time_of_day(quorum.lost_at)
    return _("The quorum of {n} was met at {time} and lost at {lost}.").format(n=quorum.needed, time=met, lost=lost)
