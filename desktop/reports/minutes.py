"""The minutes: decisions and actions first, then who was here, then what was said."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Spacer

from db.vocabulary import ActionState, MinutesState
from desktop.naming.outcomes import counted_votes, owner_words
from desktop.reports.agenda import subtitle
from desktop.reports.attendance import here_of_seats, quorum_sentence, who_was_here
from desktop.reports.page import Laid, PaperName, Running, paper_named
from desktop.reports.parts import Box, Cell, Grid, Mark, Rule, TickBox, masthead, table, with_what_follows
from desktop.reports.sheets import (
    Action,
    Approval,
    Correction,
    Decision,
    ItemMinutes,
    MinutesSheet,
    Missing,
    OpenAction,
    Point,
    Result,
    Said,
)
from desktop.reports.style import HAIR, INDENT, INK, RULE, TEXT, TINT, Paper, style
from desktop.reports.text import Prose, as_typed, hanging, para
from desktop.reports.versions import left_out_of_minutes
from desktop.texts import _, date_in, date_long, list_of, ngettext, pgettext
from desktop.texts import language as spoken

_BULLET = "•"
# The smaller type beside a decision or action stands on the same line as it.
_LEVEL: Sequence[Rule] = (("TOPPADDING", (2, 0), (-1, -1), 4.5),)
_LEVEL_BELOW_HEAD: Sequence[Rule] = (("TOPPADDING", (2, 1), (-1, -1), 4.5),)


def lay_out_minutes(sheet: MinutesSheet, paper: PaperName) -> Laid:
    """Lay out minutes."""
    on = paper_named(paper)
    title = _("Minutes") if sheet.extract_of is None else _("Extract of the minutes")
    document = f"{title} · {sheet.meeting.name}"
    if sheet.state in (MinutesState.DRAFT, MinutesState.CIRCULATED):
        document = f"{document} · {_state_word(sheet.state)}"
    if sheet.public:
        document = " · ".join((document, _("Public version")))
    running = Running(sheet.meeting.alliance, document, _foot(sheet), spoken(), sheet.printed_on)
    return Laid(list(_story(sheet, title, on)), running, on)


def _story(sheet: MinutesSheet, title: str, paper: Paper) -> Iterator[Flowable]:
    yield from masthead(title, subtitle(sheet.meeting), sheet.meeting, paper, _state_mark(sheet.state))
    yield from _standing(sheet)
    yield Spacer(1, 10)
    if sheet.extract_of is not None:
        yield from (_extracted(sheet), Spacer(1, 10))
    if sheet.public:
        public = para(
            "<b>{public}</b> {words}", style("body"), public=_("Public version."), words=left_out_of_minutes(sheet)
        )
        yield from (public, Spacer(1, 10))
    if sheet.decisions:
        yield from (_decisions(sheet.decisions, paper), Spacer(1, 10))
    if sheet.actions:
        yield from (_actions(sheet.actions, paper, sheet.meeting.day.year), Spacer(1, 10))
    settled = any(isinstance(line, Approval | OpenAction) for item in sheet.items for line in item.said)
    items = sheet.items
    if sheet.state is MinutesState.IMPORTED and sheet.extract_of is None:
        items = [item for item in sheet.items if item.said]  # the rest is in the text that came with them
    if items and not sheet.decisions and not sheet.actions and not settled:
        yield from (
            para("{words}", style("body"), words=_nothing_agreed(sheet)),
            Spacer(1, 10),
        )
    if sheet.extract_of is None:
        yield from who_was_here(sheet.attendance, paper)
    if len(items) < len(sheet.items):
        yield from _agenda(sheet.items)
    yield from _what_was_said(items, paper, sheet.meeting.day.year)
    yield from _corrections(sheet.corrections, paper)
    yield from _original(sheet, paper)


def _nothing_agreed(sheet: MinutesSheet) -> str:
    if sheet.extract_of is not None:
        return _("No decisions and no actions were recorded under this item.")
    if sheet.left_out:
        return _("No decisions and no actions were recorded but under what is left out.")
    return _("No decisions and no actions were recorded.")


def _extracted(sheet: MinutesSheet) -> Prose:
    """What an extract is an extract of, and whether those who were there could decide."""
    words = [_("Only item {number} of the minutes of {meeting} is printed here.")]
    came = sheet.attendance
    if came.kinds:
        words.append(_("{count} seats were taken.").format(count=here_of_seats(came)))
    if came.quorum:
        words.append(quorum_sentence(came.quorum))
    return para(" ".join(words), style("body"), number=sheet.extract_of, meeting=sheet.meeting.name)


# How far the minutes have come


def _state_word(state: MinutesState) -> str:
    return {
        MinutesState.DRAFT: _("Draft"),
        MinutesState.CIRCULATED: _("For comments"),
        MinutesState.APPROVED: _("Approved"),
        MinutesState.IMPORTED: _("From the archive"),
    }[state]


def _state_mark(state: MinutesState) -> Mark:
    return Mark(_state_word(state), size=13, dashed=state is MinutesState.DRAFT, solid=state is MinutesState.APPROVED)


def _standing(sheet: MinutesSheet) -> list[Flowable]:
    """One sentence beneath the masthead: what the reader may rely on, and what is asked of them."""
    over = bool(sheet.comments_by and sheet.printed_on and sheet.comments_by < sheet.printed_on)
    match sheet.state:
        case MinutesState.APPROVED:
            words = _approval(sheet)
        case MinutesState.IMPORTED:
            words = _("Older than this record, and kept as it was written.")
        case MinutesState.CIRCULATED if sheet.comments_by:
            words = (
                _("Not approved yet: comments were possible until {date}.")
                if over
                else _("Not approved yet: send comments to the secretariat by {date}.")
            ).format(date=date_long(sheet.comments_by))
        case MinutesState.CIRCULATED:
            words = _("Not approved yet: the next meeting will be asked to approve these minutes.")
        case _ if sheet.comments_by and not over:
            words = _("Draft: send comments to the secretariat by {date}.").format(date=date_long(sheet.comments_by))
        case _:
            words = _("Draft: nothing in it is settled yet.")
    return [Spacer(1, 7), para("{words}", style("lead"), words=words)]


def _approval(sheet: MinutesSheet) -> str:
    if sheet.approved_on and sheet.approved_at:
        return _("Approved at {meeting} on {date}.").format(
            meeting=sheet.approved_at, date=date_long(sheet.approved_on)
        )
    if sheet.approved_on:
        return _("Approved on {date}.").format(date=date_long(sheet.approved_on))
    return _("Approved.")


def _foot(sheet: MinutesSheet) -> str:
    return " ".join((_("Public version."), _state_foot(sheet))) if sheet.public else _state_foot(sheet)


def _state_foot(sheet: MinutesSheet) -> str:
    match sheet.state:
        case MinutesState.APPROVED:
            return _approval(sheet)
        case MinutesState.IMPORTED:
            return _("From the archive")
        case MinutesState.CIRCULATED if sheet.circulated_on:
            return _("Sent for comments on {date}, not approved yet").format(date=date_long(sheet.circulated_on))
        case MinutesState.CIRCULATED:
            return _("Sent for comments, not approved yet")
        case _:
            drafted = sheet.drafted_on or sheet.printed_on
            return _("Draft of {date}").format(date=date_long(drafted)) if drafted else _("Draft")


# Decisions and actions


def _decisions(decisions: Sequence[Decision], paper: Paper) -> Box:
    rows = [
        [
            [para("{number}", style("number"), number=decision.number)],
            [para("{text}", style("decision"), text=decision.text), *_fate(decision)],
            [para("{taken}", style("cell quiet"), taken=taken(decision))],
        ]
        for decision in decisions
    ]
    inner = paper.text_width - 2 * Box.PAD
    count = ngettext("{n} decision", "{n} decisions", len(decisions)).format(n=len(decisions))
    box = Box(_("Decisions"), count, table(rows, [13 * mm, inner - 49 * mm, 36 * mm], _LEVEL), paper)
    box.outline = (0, _("Decisions"))
    return box


def taken(decision: Decision) -> str:
    """Return how a decision was taken, in words."""
    if decision.votes:
        votes = decision.votes
        counted = counted_votes(votes.agree, votes.against, votes.abstain)
        return ", ".join(_together(each) for each in counted.split(", "))
    return decision.taken or (_("All agree") if decision.consensus else "")


def _together(words: str) -> str:
    """Return words that no line end may part, such as a number and what it counts."""
    return words.replace(" ", "\u00a0")


def _fate(decision: Decision) -> list[Prose]:
    """What became of a decision and what it did to others, one line each."""
    small = style("small")
    lines = []
    if decision.effective_on:
        lines.append(para(_("From {date}"), small, date=date_long(decision.effective_on)))
    if decision.supersedes:
        lines.append(para(_("Replaces decision {number}"), small, number=decision.supersedes))
    if decision.superseded_by:
        lines.append(
            para(_("<b>No longer in force:</b> replaced by decision {number}"), small, number=decision.superseded_by)
        )
    return lines


def _actions(actions: Sequence[Action], paper: Paper, year: int) -> Box:
    head = style("head")
    labels = ("", _("What"), _("Owner"), _("Due"), pgettext("column: actions", "Done"))
    rows: list[Sequence[Cell]] = [[[para("{label}", head, label=label)] for label in labels]]
    rows += [_action_row(action, year) for action in actions]
    inner = paper.text_width - 2 * Box.PAD
    widths = [13 * mm, inner - 91 * mm, 39 * mm, 27 * mm, 12 * mm]
    box = Box(_("Actions"), _action_count(actions), table(rows, widths, _LEVEL_BELOW_HEAD, head=True), paper)
    box.outline = (0, _("Actions"))
    return box


def _action_count(actions: Sequence[Action]) -> str:
    agreed = sum(action.agreed for action in actions)
    words = ngettext("{n} action", "{n} actions", len(actions)).format(n=len(actions))
    if agreed == len(actions):
        return words
    return _("{actions}: {agreed} agreed, {open} not agreed yet").format(
        actions=words, agreed=agreed, open=len(actions) - agreed
    )


def _action_row(action: Action, year: int) -> list[Cell]:
    cell = style("cell")
    owner: list[Flowable] = [para("{owner}", cell, owner=action.owner)] if action.owner else []
    due: list[Flowable] = [
        para("{due}", cell, due=_due(action, year)) if action.due else para("{none}", style("small"), none=_("no date"))
    ]
    if not action.agreed:  # beside what is missing; where both are, once
        (owner if Missing.OWNER in action.missing else due).append(Mark(_("Not agreed yet"), dashed=True))
    what: list[Flowable] = [para("{text}", style("action"), text=action.text)]
    if action.state is ActionState.DROPPED:
        what.append(_dropped(action))
    tick = TickBox(ticked=action.state is ActionState.DONE, crossed=action.state is ActionState.DROPPED)
    return [[para("{label}", style("number"), label=action.label)], what, owner, due, [tick]]


def _due(action: Action, year: int) -> str:
    """The due date, with its year where that is not the year of the meeting."""
    if action.due is None:
        return ""
    return _together(date_in(action.due, year))


def _dropped(action: Action) -> Prose:
    if action.reason:
        return para(_("<b>Dropped:</b> {reason}"), style("small"), reason=action.reason)
    return para(_("<b>Dropped</b>"), style("small"))


def missing(action: Action) -> str:
    """Return what an action lacks: "no owner", "no owner and no date"."""
    words = {Missing.OWNER: _("no owner"), Missing.DUE: _("no date")}
    return list_of([word for lack, word in words.items() if lack in action.missing])


# What was said


def _agenda(items: Sequence[ItemMinutes]) -> Iterator[Flowable]:
    """Name what was on the agenda, of minutes of the past: what was said of it is told in one text, or in none."""
    heading = para("{title}", style("heading"), title=_("Agenda"))
    heading.outline = (0, _("Agenda"))
    lines = (hanging(str(item.number or _BULLET), "{title}", style("point"), title=item.title) for item in items)
    yield from (Spacer(1, 8), CondPageBreak(25 * mm), heading, Spacer(1, 3), *lines, Spacer(1, 8))


def _what_was_said(items: Sequence[ItemMinutes], paper: Paper, year: int) -> Iterator[Flowable]:
    if not items:
        return
    title = para("{title}", style("part title"), title=_("What was said"))
    title.outline = (0, _("What was said"))
    yield from (Spacer(1, 8), CondPageBreak(60 * mm), title, Spacer(1, 4))
    for item in items:
        heading = hanging(
            "" if item.number is None else str(item.number), "{title}", style("item heading"), title=item.title
        )
        heading.outline = (1, f"{item.number} {item.title}" if item.number is not None else item.title)
        note = [para("{words}", style("said note"), words=_("Internal: not in the public version."))]
        below: list[Flowable] = [Spacer(1, 2), *(note if item.internal else [])]
        said: list[Flowable] = [*_said(item.said, paper, year)]
        if not item.said and item.left_over:
            left = _("Not dealt with; left over for the next meeting.")
            said.append(para("{left}", style("said quiet"), left=left))
        yield from with_what_follows(heading, [*below, *said[:1]], paper.text_width, paper, passed=len(below))
        yield from (*below, *said, Spacer(1, 11))


def _said(said: Sequence[Said], paper: Paper, year: int) -> Iterator[Flowable]:
    for is_result, lines in groupby(said, key=lambda line: isinstance(line, Result)):
        if is_result:
            yield _results([line for line in lines if isinstance(line, Result)], paper, year)
            continue
        for line in lines:
            if isinstance(line, Point):
                yield hanging(_BULLET, "{text}", style("point"), text=line.text)
            elif isinstance(line, str):
                yield from _text(line, "said")


def _text(text: str, name: str) -> Iterator[Flowable]:
    """One paragraph for each line; an empty line is a gap."""
    for line in as_typed(text).strip("\n").split("\n"):
        yield para("{line}", style(name), line=line) if line.strip() else Spacer(1, 6)


def _results(lines: Sequence[Result], paper: Paper, year: int) -> Grid:
    """The boxed decisions and actions of an item, whole across pages; and what else it settled."""
    rows: list[Sequence[Cell]] = []
    looks: dict[int, Sequence[Rule]] = {}
    for index, line in enumerate(lines):
        decided = isinstance(line, Decision | Approval)
        looks[index] = [
            ("LINEBEFORE", 0, 0, 3.2, INK if decided else RULE),
            *([("BACKGROUND", 0, -1, TINT)] if decided else []),
        ]
        rows.append(_result_line(line, year))
    width = paper.text_width - INDENT
    rules: list[Rule] = [
        ("BOX", (0, 0), (-1, -1), 0.7, TEXT),
        ("LEFTPADDING", (0, 0), (0, -1), 10),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("TOPPADDING", (2, 0), (2, -1), 3.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
    ]
    box = table(rows, [15 * mm, width - 65 * mm, 50 * mm], rules, row_rules=looks)
    box.hAlign = "RIGHT"
    box.spaceBefore, box.spaceAfter = 2, 5
    box.whole_up_to = paper.text_height
    return box


def _result_line(line: Result, year: int) -> list[Cell]:
    quiet = style("cell quiet")
    match line:
        case Decision():
            return _decision_line(line)
        case Action():
            return _action_line(line, year)
        case Approval():
            what = para("{text}", style("decision"), text=line.text)
            return [[TickBox(ticked=True)], [what], [para("{n}", quiet, n=line.corrections)]]
    where = [para("{meeting}", style("small"), meeting=line.from_meeting)] if line.from_meeting else []
    what = para("{text}", style("action"), text=line.text)
    who = tuple(filter(None, (pgettext("state of an action", "Done"), owner_words(line))))
    return [[TickBox(ticked=True)], [what, *where], [para("{who}", quiet, who=who)]]


def _decision_line(decision: Decision) -> list[Cell]:
    return [
        [para("{number}", style("number"), number=decision.number)],
        [para("{text}", style("decision"), text=decision.text), *_fate(decision)],
        [para("{taken}", style("cell quiet"), taken=taken(decision))],
    ]


def _action_line(action: Action, year: int) -> list[Cell]:
    quiet = style("cell quiet")
    due = _due(action, year)
    if not action.agreed:
        known = tuple(part for part in (action.owner, due) if part)
        tail = para(_("<b>Not agreed yet:</b> {missing}"), quiet, missing=missing(action))
        cell: Cell = [tail, para("{known}", quiet, known=known)] if known else [tail]
    else:
        cell = [para("{owner}, {due}", quiet, owner=action.owner, due=due)]
    what = [para("{text}", style("action"), text=action.text)]
    if action.state is ActionState.DROPPED:
        what.append(_dropped(action))
    return [[para("{label}", style("number"), label=action.label)], what, cell]


# What came later, and what came from the past


def _corrections(corrections: Sequence[Correction], paper: Paper) -> Iterator[Flowable]:
    if not corrections:
        return
    rows: list[Sequence[Cell]] = [
        [
            [
                para("{date}", style("cell strong"), date=date_long(each.recorded_on)),
                para("{by}", style("small"), by=each.by),
            ],
            [
                para("{where}", style("cell strong"), where=each.where),
                para(_("Was: {text}"), style("cell"), text=each.was),
                para(_("Now: {text}"), style("cell"), text=each.now),
                *([para("{reason}", style("small"), reason=each.reason)] if each.reason else []),
            ],
        ]
        for each in corrections
    ]
    heading = para("{title}", style("heading"), title=_("Corrections after approval"))
    heading.outline = (0, _("Corrections after approval"))
    rules: list[Rule] = [("LINEABOVE", (0, 0), (-1, 0), 0.6, RULE), ("LINEBELOW", (0, -1), (-1, -1), 0.4, HAIR)]
    body = table(rows, [42 * mm, paper.text_width - 42 * mm], rules)
    yield from with_what_follows(heading, [Spacer(1, 3), body], paper.text_width, paper)
    yield from (Spacer(1, 3), body, Spacer(1, 12))


def _original(sheet: MinutesSheet, paper: Paper) -> Iterator[Flowable]:
    if not sheet.original.strip():
        return
    heading = para("{title}", style("heading"), title=_("The minutes as they were written"))
    heading.outline = (0, _("The minutes as they were written"))
    note = (
        para(_("Kept to the letter, from {name}."), style("small"), name=sheet.original_name)
        if sheet.original_name
        else para(_("Kept to the letter."), style("small"))
    )
    yield from with_what_follows(heading, [note], paper.text_width, paper)
    yield from (note, Spacer(1, 5), *_text(sheet.original, "original"))
