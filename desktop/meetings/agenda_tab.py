"""The agenda of a meeting: items in their order, time, what is carried over, what members propose."""

import uuid
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMenu, QWidget

from db.changes import Changes
from db.errors import KnownError
from db.meetings import agenda, coming_back, proposals
from db.meetings.agenda import BroughtBy, ItemRow
from db.vocabulary import ItemOrigin, ItemPurpose, MeetingStatus, MissingFact
from desktop import texts
from desktop.clock import Clock
from desktop.meetings.agenda_model import AgendaLine, AgendaModel, Part, draft_line
from desktop.meetings.agenda_state import AgendaState, read_agenda
from desktop.meetings.agenda_table import AgendaTable
from desktop.meetings.carried_over import CarriedOverCard
from desktop.meetings.item_changes import save_item, save_proposal
from desktop.meetings.item_dialog import ItemDialog
from desktop.meetings.new_lines import NewLines
from desktop.meetings.proposals_strip import ProposalsStrip
from desktop.meetings.time_card import TimeCard, over_words
from desktop.naming.meetings import item_title, meeting_name, missing_sentence
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.texts import _, ngettext
from desktop.widgets.badges import KeyHint
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.labels import IconLabel, Label, hline
from desktop.widgets.lanes import Lane, Lanes
from desktop.widgets.layouts import ScrollArea, column, row
from desktop.widgets.looking import writes
from desktop.widgets.meeting_tab import MeetingTab, OpenMeeting, PrintMeeting
from desktop.widgets.messages import EmptyState
from desktop.widgets.page import PAGE_MARGINS

SIDE_WIDTH = 304


class TotalsRow(QWidget):
    """Below the items: how many minutes in all, when it ends, and how much that is over."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.total_label = Label("", 14, 600)
        self.total_label.setFixedWidth(29)
        self.total_label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.words_label = Label("", 14, 400, "text2")
        self.over_icon = IconLabel("warning-circle-fill", "danger", 18)
        self.over_label = Label("", 14, 600)
        parts = (96, self.total_label, 47, self.words_label, None, self.over_icon, 6, self.over_label)
        self.setLayout(row(*parts, spacing=0, margins=(0, 0, 13, 0)))
        self.setFixedHeight(40)

    def set_state(self, state: AgendaState) -> None:
        """Show the totals of an agenda."""
        times = state.times
        self.total_label.setText(str(times.total_minutes))
        words = ngettext("minute in all", "minutes in all", times.total_minutes)
        if times.end is not None:
            words = _("{words}, ending {time}").format(words=words, time=texts.time_of_day(times.end))
        self.words_label.setText(words)
        over = times.over_minutes
        self.over_icon.setVisible(over is not None and over > 0)
        self.over_label.setText("" if over is None else over_words(over))
        self.over_label.set_role("danger" if over is not None and over > 0 else "text2")


class HintCard(Card):
    """Something worth knowing, with a sign before it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.title_words = Label("", 14, 600, wrap=True)
        self.text_words = Label("", 13, 400, "text2", wrap=True)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(IconLabel("warning-fill", "warn_line", 20), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(column(self.title_words, self.text_words, spacing=2), 1)
        self.body.addLayout(line)

    def say(self, title: str, text: str) -> None:
        """Show a warning; an empty title takes it away."""
        self.title_words.setText(title)
        self.text_words.setText(text)
        self.setVisible(bool(title))


class AgendaTab(MeetingTab):
    """Prepare the agenda. Everything is kept as it is typed or moved."""

    kinds = frozenset(
        {"meeting", "agenda_item", "item_skip", "paper", "action", "member", "working_group", "person", "membership"}
    )

    def __init__(self, operations: Operations, *, clock: Clock | None = None, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self._clock = clock or Clock()
        self._state: AgendaState | None = None
        self._looked_back: uuid.UUID | None = None
        self._wanted: tuple[uuid.UUID, Part] | None = None
        self._new = NewLines()
        self.model = AgendaModel(self)
        self.table = AgendaTable(self.model)
        self.totals = TotalsRow()
        self.strip = ProposalsStrip()
        self.time_card = TimeCard()
        self.overrun_card = HintCard()
        self.missing_card = HintCard()
        self.carried_card = CarriedOverCard()
        self.empty = EmptyState(
            _("Nothing is on the agenda yet."), _("Add item"), icon="list-numbers", clicked=self.add_item
        )
        self._make_actions()
        self._lay_out()
        self._connect()

    def _make_actions(self) -> None:
        self.copy_button = Button(_("Copy from a past meeting"), "quiet")
        self.copy_menu = QMenu(self.copy_button)
        self.copy_button.clicked.connect(self._offer_past)
        self.add_button = Button(_("Add item"), icon="plus", clicked=self.add_item)
        writes(self.add_button, self.copy_button)
        self.print_button = Button(_("Print agenda"), "primary", "printer", clicked=self.print_out)

    def _lay_out(self) -> None:
        self.list_card = Card(margins=(0, 0, 0, 0), spacing=0)
        self.list_card.setAccessibleName(_("Agenda"))
        box = self.list_card.body
        box.addWidget(self.table, 1)
        box.addWidget(self.empty, 1)
        self.edge = hline()
        self.edge.hide()
        box.addWidget(self.edge)
        box.addWidget(self.totals)
        self.table.verticalScrollBar().rangeChanged.connect(lambda _least, most: self.edge.setVisible(most > 0))
        box.addStretch(0)
        box.addWidget(self.strip)
        cards = (self.time_card, self.missing_card, self.overrun_card, self.carried_card, None)
        self.side = ScrollArea(column(*cards, spacing=16))
        lanes = (Lane(self.list_card, 560, 520, share=1), Lane(self.side, SIDE_WIDTH, 272))
        self.setLayout(column(Lanes(lanes, margins=PAGE_MARGINS)))
        self.empty.hide()

    def _connect(self) -> None:
        self.model.minutes_given.connect(self._on_minutes)
        self.model.item_given.connect(self._on_item)
        self.model.move_requested.connect(self._move)
        self.table.move_requested.connect(self._move)
        self.table.purpose_chosen.connect(self._on_purpose)
        self.table.delete_requested.connect(self._delete)
        self.table.papers_requested.connect(self._go_to_papers)
        self.table.menu_requested.connect(self._show_menu)
        self.table.draft_dropped.connect(self._drop_draft)
        self.strip.taken.connect(self._take)
        self.strip.skipped.connect(self._skip)
        self.strip.note_requested.connect(self._write_proposal)
        self.carried_card.heard_changed.connect(self._on_heard)
        for keys, act in (("Ctrl+Return", self.add_item), ("Ctrl+Enter", self.add_item), ("Ctrl+B", self.add_break),
                          ("Ctrl+I", self.toggle_internal), ("Shift+F2", self.show_current)):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # What the frame asks

    def header_actions(self) -> Sequence[QWidget]:
        return (self.copy_button, self.add_button, self.print_button)

    def key_hints(self) -> Sequence[KeyHint]:
        return (
            KeyHint("Ctrl Enter", _("add item"), changes=True),
            KeyHint("Alt ↑ ↓", _("move"), changes=True),
            KeyHint("F2", _("edit"), changes=True),
            KeyHint("Ctrl P", _("print")),
        )

    def all_keys(self) -> Sequence[KeyHint]:
        return (
            *self.key_hints(),
            KeyHint("1 2 3", _("decide, discuss, inform"), changes=True),
            KeyHint("Ctrl B", _("add a break"), changes=True),
            KeyHint("Ctrl I", _("internal or public"), changes=True),
            KeyHint("Shift F2", _("details, note for the chair")),
            KeyHint("Del", _("take off the agenda"), changes=True),
        )

    def panels(self) -> Sequence[QWidget]:
        return (self.table, self.strip, self.side)

    def print_out(self) -> bool:
        self.print_requested.emit(PrintMeeting(self.meeting_id, "agenda"))
        return True

    def show_item(self, item_id: uuid.UUID) -> None:
        self._wanted = (item_id, Part.ITEM)
        self._go_to_wanted()

    def flush(self) -> bool:
        self.table.end_editing()
        return True

    def forget(self) -> None:
        self._state = None
        self._new.clear()
        self.model.set_rows([])
        for card in (self.missing_card, self.overrun_card, self.carried_card):
            card.hide()  # until it speaks of the meeting that comes

    # Looking

    def refresh(self, changes: Changes | None) -> None:
        actions_changed = changes is not None and "action" in changes.kinds
        if self._looked_back != self.meeting_id or actions_changed:
            self._looked_back = self.meeting_id
            self.operations.write(coming_back.bring_back, self.meeting_id, failed=lambda _error: None)
        self.operations.read(
            read_agenda, self.meeting_id, self._clock.today(), done=self._show, key=("agenda", id(self))
        )

    def _show(self, state: AgendaState) -> None:
        if state.detail.row.id != self._meeting_id:
            return
        self._state = state
        self.table.delegate.set_choices(state.choices)
        self.table.set_editable(state.editable and not self.operations.read_only)
        if not self.table.is_editing():
            self._new.drop_drafts()
        self._show_lines()
        self.totals.set_state(state)
        self.time_card.set_times(state.times)
        self.strip.setVisible(state.before_meeting)
        self.strip.set_items(state.proposals)
        for button in (self.copy_button, self.add_button):
            button.setEnabled(state.editable)
        self.copy_button.setVisible(state.before_meeting)
        self.count_changed.emit(sum(1 for line in state.lines if line.is_item))
        self._go_to_wanted()
        self.operations.soon(self._show_beside, state)

    def _show_beside(self, state: AgendaState) -> None:
        """Show what stands beside the list, in a turn of its own: both in one would keep the person waiting."""
        if state is self._state:
            hearing = state.hearing if state.actions or state.before_meeting else None  # else nothing to say
            self.carried_card.set_actions(state.actions, self._clock.today(), hearing)
            self._show_hints(state)

    def _show_lines(self) -> None:
        if self._state is None:
            return
        held = self.table.current_line()
        self.model.set_rows(self._new.among(self._state.lines))
        if held is not None and not self.table.currentIndex().isValid():
            self.table.go_to(held.item.id)
        self.empty.setVisible(not self.model.rows)
        self.table.setVisible(bool(self.model.rows))
        self.totals.setVisible(bool(self.model.rows))

    def _show_hints(self, state: AgendaState) -> None:
        said_elsewhere = (MissingFact.ITEM_PURPOSE, MissingFact.ITEMS)
        lacking = [missing_sentence(one) for one in state.missing if one.blocking and one.fact not in said_elsewhere]
        waits = state.detail.row.status is MeetingStatus.PREPARING and lacking and state.items
        self.missing_card.say(_("Before the meeting is called") if waits else "", " ".join(lacking))
        over = state.overrun
        text = ""
        if over is not None:
            each = ngettext("each took {n} minute longer than planned", "each took {n} minutes longer than planned",
                            over.minutes_over).format(n=over.minutes_over)  # fmt: skip
            last = ngettext("the last meeting", "the last {n} meetings", over.meetings).format(n=over.meetings)
            text = _("{count} in {last}; {each}.").format(count=over.items, last=last, each=each)
        shows = over is not None and any(line.asks_purpose for line in state.lines)
        self.overrun_card.say(_("Items without a purpose run over") if shows else "", text)

    def _go_to_wanted(self) -> None:
        if self._wanted is not None and self.table.go_to(*self._wanted):
            self._wanted = None

    # Doing

    def add_item(self) -> None:
        """Open a new line below the current one to type into; what is being typed in another is kept."""
        if self._state is None or not self._state.editable or self.table.types_nothing_yet():
            return
        self.table.end_editing()
        place = self._place_below()
        above = self.model.rows[place - 1].item.id if place else None
        line = draft_line(self.meeting_id, agenda.DEFAULT_MINUTES)
        self._new.begin(line, above)
        self._show_lines()
        self.table.setFocus()
        self.table.go_to(line.item.id)
        self.table.edit_line()

    def _drop_draft(self) -> None:
        self._new.drop_drafts()
        self._show_lines()

    def add_break(self) -> None:
        """Put a break below the current line."""
        if self._state is not None and self._state.editable:
            self._write(agenda.add_break, self.meeting_id, position=self._place_below(), done=self._go_to_new)

    def _place_below(self) -> int:
        """Return the place below the line that has the keyboard, or the end where none has."""
        index = self.table.currentIndex()
        return index.row() + 1 if index.isValid() and self.table.hasFocus() else len(self.model.rows)

    def _write(self, function: Any, *args: Any, **kwargs: Any) -> None:
        self.operations.keep(function, *args, **kwargs)

    def _go_to_new(self, made: tuple[uuid.UUID, Changes]) -> None:
        self._wanted = (made[0], Part.ITEM)
        self._go_to_wanted()

    def _on_minutes(self, item_id: uuid.UUID, minutes: int) -> None:
        self._write(agenda.change_item, item_id, planned_minutes=minutes)

    def _on_item(self, line: AgendaLine, title: str, by: BroughtBy) -> None:
        key, failed = line.item.id, partial(self._on_not_kept, line, title)
        if not line.draft:
            self._write(save_item, key, title=title, brought_by=by, failed=failed)
            return
        kept = {"title": title, "brought_by": by, "position": self.model.index_of(key).row(), "item_id": key}
        self._new.give(line, title, by, self._state.choices if self._state else ())
        self._show_lines()
        self._write(agenda.add_item, self.meeting_id, **kept, done=lambda _made: self._new.drop(key), failed=failed)

    def _on_not_kept(self, line: AgendaLine, title: str, error: KnownError) -> None:
        """Say why a title was refused, and have it in its line again, where there is one and nobody types another."""
        self.said.emit(_("“{title}” is not kept. {why}").format(title=title, why=sentence(error)))
        again = self.isVisible() and not self.table.is_editing()
        self._new.take_back(line) if again else self._new.drop(line.item.id)
        self._show_lines()
        if again and self.table.go_to(line.item.id):
            self.table.setFocus()
            self.table.edit_line()
            for editor in self.table.item_editors():
                editor.title.setText(title)

    def _on_purpose(self, item_id: uuid.UUID, purpose: ItemPurpose) -> None:
        self._write(agenda.set_purpose, item_id, purpose)

    def toggle_internal(self) -> None:
        """Leave the current item out of the public version of agenda and minutes, or let it stand there again."""
        line = self.table.current_line()
        if line is not None and line.is_item and not line.draft and self.table.editable:
            self._mark_internal(line, not line.item.internal)

    def _mark_internal(self, line: AgendaLine, internal: bool) -> None:
        words = _("“{title}” is left out of the public version.") if internal else _("“{title}” is public again.")
        done = partial(self._say_done, words.format(title=item_title(line.item)))
        self._write(agenda.mark_internal, line.item.id, internal=internal, done=done)

    def _on_heard(self, action_id: uuid.UUID, heard: bool) -> None:
        self._write(coming_back.set_heard, self.meeting_id, action_id, heard=heard)

    def _move(self, item_id: uuid.UUID, to: int) -> None:
        part = Part(self.table.currentIndex().column()) if self.table.currentIndex().isValid() else Part.ITEM
        self._wanted = None
        lines = list(self.model.rows)
        lines.insert(to, lines.pop(self.model.index_of(item_id).row()))
        self.model.set_rows(lines)  # at once: the next key may come before the record's answer
        self.table.go_to(item_id, part)
        self._write(agenda.move_item, item_id, to=to, done=lambda _changes: self.table.go_to(item_id, part))

    def _delete(self, line: AgendaLine, *, for_good: bool = False) -> None:
        below = self.table.currentIndex().row()
        self._write(agenda.delete_item, line.item.id, for_good=for_good, done=partial(self._on_deleted, line, below))

    def _on_deleted(self, line: AgendaLine, place: int, _changes: Changes) -> None:
        self.said_with_undo.emit(_("“{title}” was taken off the agenda.").format(title=item_title(line.item)))
        self._wanted = (line.item.id, Part.ITEM)  # once it is taken back, what is done next is done to it
        if self.model.rows:
            self.table.setCurrentIndex(self.model.index(min(place, len(self.model.rows) - 1), Part.ITEM))

    def _take(self, item: ItemRow) -> None:
        self._wanted = (item.id, Part.ITEM)
        self._write(proposals.take_from_pool, item.id, self.meeting_id)

    def _skip(self, item: ItemRow) -> None:
        words = _("“{title}” waits for another meeting.").format(title=item_title(item))
        self._write(
            proposals.skip_item, item.id, self.meeting_id, done=lambda _changes: self.said_with_undo.emit(words)
        )

    def _go_to_papers(self, item_id: uuid.UUID) -> None:
        self.open_requested.emit(OpenMeeting(self.meeting_id, "papers", item_id))

    # Menus and dialogs

    def _offer_past(self) -> None:
        self.copy_menu.clear()
        for past in self._state.past if self._state else ():
            words = f"{meeting_name(past)}, {texts.date_short_year(past.date)}"
            action = self.copy_menu.addAction(words.replace("&", "&&"))
            action.triggered.connect(partial(self._copy_from, past.id))
        if self.copy_menu.isEmpty():
            self.copy_menu.addAction(_("No past meeting has an agenda.")).setEnabled(False)
        self.copy_menu.popup(self.copy_button.mapToGlobal(QPoint(0, self.copy_button.height() + 4)))

    def _copy_from(self, past_id: uuid.UUID) -> None:
        done = partial(self._say_done, _("The agenda was copied."))
        self._write(agenda.copy_agenda, self.meeting_id, from_meeting_id=past_id, done=done)

    def _say_done(self, words: str, _changes: object) -> None:
        self.said_with_undo.emit(words)

    def _show_menu(self, line: AgendaLine, place: QPoint) -> None:
        editable = self._state is not None and self._state.editable
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if line.is_item:
            menu.addAction(_("Details…"), partial(self.show_details, line))
            recurring = menu.addAction(_("Comes back on every agenda"))
            recurring.setCheckable(True)
            recurring.setChecked(line.item.recurring)
            recurring.triggered.connect(lambda on: self._write(agenda.change_item, line.item.id, recurring=on))
            internal = menu.addAction(_("Internal: left out of the public version"))
            internal.setCheckable(True)
            internal.setChecked(line.item.internal)
            internal.triggered.connect(lambda on: self._mark_internal(line, on))
            menu.addAction(_("Papers"), partial(self._go_to_papers, line.item.id))
            menu.addSeparator()
        menu.addAction(_("Add a break below"), self.add_break)
        menu.addAction(_("Take off the agenda"), partial(self._delete, line))
        if line.item.origin in (ItemOrigin.LEFT_OVER, ItemOrigin.RECURRING, ItemOrigin.PROPOSED):
            menu.addAction(_("Take off for good"), partial(self._delete, line, for_good=True))
        for action in menu.actions():
            action.setEnabled(editable)
        menu.popup(place)

    def show_current(self) -> None:
        """Show everything about the current item, if it may be changed."""
        line = self.table.current_line()
        if line is not None and line.is_item and not line.draft and self.table.editable:
            self.show_details(line)

    def show_details(self, line: AgendaLine) -> None:
        """Show everything about an item in a dialog, to be changed."""
        choices = self._state.choices if self._state else ()
        dialog = ItemDialog(
            _("Agenda item"), _("Save item"), choices, item=line.item, chair_note=line.chair_note, parent=self
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._write(save_item, line.item.id, draft=dialog.draft()))
        dialog.open()

    def _write_proposal(self) -> None:
        choices = self._state.choices if self._state else ()
        dialog = ItemDialog(_("A proposed item"), _("Keep proposal"), choices, parent=self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._keep_proposal(dialog))
        dialog.open()

    def _keep_proposal(self, dialog: QDialog) -> None:
        if isinstance(dialog, ItemDialog) and self._state is not None:
            body = self._state.detail.row.group_id
            self._write(save_proposal, dialog.draft(), group_id=body, on=self._clock.today())
