"""Writing a draft: the purpose with its five questions; principles or sections in a list with one beside it."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget

from db.changes import Changes
from db.charter.charter import (
    QUESTIONS,
    SectionRow,
    VersionRow,
    add_section,
    change_section,
    change_version,
    delete_section,
    move_section,
)
from db.vocabulary import CharterKind
from desktop import theme
from desktop.naming.charter import question, question_name
from desktop.operations import Operations
from desktop.texts import _
from desktop.widgets.buttons import Button
from desktop.widgets.delegates import TwoLineDelegate, TwoLines
from desktop.widgets.kept_text import KeptLine, KeptText
from desktop.widgets.labels import Label, hline, vline
from desktop.widgets.layouts import ScrollArea, column, row
from desktop.widgets.looking import writes
from desktop.widgets.rows import Column, RowsModel, RowsTable
from desktop.widgets.shortcuts import on_key

Writer = Callable[..., None]
"""`View.write`."""


class Draft(QWidget):
    """What both forms have: `write` changes the record, and what is typed is kept when the version changes."""

    def __init__(self, operations: Operations, write: Writer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.operations = operations
        self.write = write
        self.version: VersionRow | None = None

    def show_version(self, version: VersionRow) -> None:
        """Show a draft; what is being typed in another one is kept first."""
        if self.version is not None and self.version.id != version.id:
            self.flush()
            self.forget()  # another draft's: what the disk refused is tried on, and shown with its own
        version = replace(version, **self.operations.kept_writes.waiting(change_version, version.id))
        self.version = version
        self.fill(version)

    def fill(self, version: VersionRow) -> None:
        """Show the words of the draft."""

    def flush(self) -> None:
        """Keep now what was typed."""

    def forget(self) -> None:
        """Let go of what was typed."""

    def begin(self) -> None:
        """Give the keyboard to where writing begins."""

    def add(self) -> None:
        """Begin one more part, where there are parts."""
        self.begin()


class PurposeDraft(Draft):
    """The purpose in a sentence or two, and the answers to the five questions."""

    def __init__(self, operations: Operations, write: Writer, parent: QWidget | None = None) -> None:
        super().__init__(operations, write, parent)
        self.fields: dict[str, KeptText] = {}
        parts: list[Any] = [self._label(_("What the alliance is for")), self._field("text", _("In a sentence or two"))]
        for name in QUESTIONS:
            parts += [10, self._label(question_name(name), question(name))]
            parts.append(self._field(name, ""))
        self.fields_area = ScrollArea(column(*parts, None, spacing=4, margins=(16, 12, 16, 16)))
        self.setLayout(column(self.fields_area))

    def _label(self, word: str, asks: str = "") -> Any:
        return row(Label(word, 13, 600), Label(asks, 13, 400, "text2", elide=True), spacing=8)

    def _field(self, name: str, placeholder: str) -> KeptText:
        title = _("What the alliance is for") if name == "text" else f"{question_name(name)}: {question(name)}"
        field = KeptText(self.operations, name=title, placeholder=placeholder, height=48, grows=True)
        field.kept.connect(lambda text: self._keep(name, text))
        self.fields[name] = field
        return field

    def _keep(self, name: str, text: str) -> None:
        if self.version is not None:
            self.write(change_version, self.version.id, field=self.fields[name], **{name: text})

    def fill(self, version: VersionRow) -> None:
        for name, field in self.fields.items():
            field.show_kept(str(getattr(version, name)))

    def flush(self) -> None:
        for field in self.fields.values():
            field.flush()

    def forget(self) -> None:
        for field in self.fields.values():
            field.forget()

    def begin(self) -> None:
        self.fields["text"].setFocus()


class SectionsDraft(Draft):
    """The sections of a draft at the left, the one chosen at the right."""

    def __init__(self, operations: Operations, write: Writer, kind: CharterKind, parent: QWidget | None = None) -> None:
        super().__init__(operations, write, parent)
        self._principles = kind is CharterKind.PRINCIPLES
        self._wanted: uuid.UUID | None = None
        self._shown: uuid.UUID | None = None
        named = _("Principles") if self._principles else _("Sections")
        columns = (Column[SectionRow](lambda: named, _title, spoken=_spoken),)
        self.model: RowsModel[SectionRow] = RowsModel(columns, key=lambda section: section.id, parent=self)
        self.table = RowsTable(self.model, name=named, row_height=48)
        self.table.horizontalHeader().hide()
        self.table.set_widths(0)
        self.table.setItemDelegate(TwoLineDelegate(_two_lines, self.table))
        self.add_button = Button(_("Add principle") if self._principles else _("Add section"), "small", "plus")
        self.delete_button = Button(_("Delete"), "small", "trash")
        self.before = KeptText(self.operations, name=_("Introduction"), height=48, grows=True)
        self.heading = KeptLine(self.operations, name=_("Heading"), placeholder=_("Heading"))
        self.text = KeptText(self.operations, name=_("Text"), height=120)
        self.box = QCheckBox(_("Non-negotiable: without it nothing goes out"))
        if not self._principles:
            self.box.hide()
        writes(self.add_button, self.delete_button, self.box)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        left = QWidget()
        left.setLayout(
            column(self.table, row(self.add_button, None, margins=(8, 8, 8, 8)), spacing=0, margins=(8, 8, 0, 0))
        )
        left.setFixedWidth(theme.px(240))
        heading_label, text_label = Label(_("Heading"), 13, 500, "text2"), Label(_("Text"), 13, 500, "text2")
        heading_label.setBuddy(self.heading)
        text_label.setBuddy(self.text)
        self.editor = QWidget()
        self.editor.setLayout(
            column(
                heading_label,
                self.heading,
                8,
                text_label,
                self.text,
                4,
                self.box,
                row(None, self.delete_button),
                spacing=4,
                margins=(16, 12, 16, 12),
            )
        )
        below = row(left, vline(), self.editor, spacing=0)
        below.setStretch(2, 1)
        label = Label(_("Introduction"), 13, 500, "text2")
        label.setBuddy(self.before)
        whole = column(column(label, self.before, spacing=4, margins=(16, 10, 16, 12)), hline(), below, spacing=0)
        whole.setStretch(2, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.table.selected.connect(self._on_selected)
        self.table.opened.connect(lambda _row: self.heading.setFocus())
        self.before.kept.connect(self._keep_before)
        self.heading.kept.connect(lambda text: self._keep(self.heading, heading=text))
        self.text.kept.connect(lambda text: self._keep(self.text, text=text))
        self.box.clicked.connect(lambda checked: self._keep(non_negotiable=checked))
        self.add_button.clicked.connect(lambda _checked: self.add())
        self.delete_button.clicked.connect(lambda _checked: self.delete())
        on_key(self.table, "Alt+Up", lambda: self.move_chosen(-1))
        on_key(self.table, "Alt+Down", lambda: self.move_chosen(1))
        on_key(self.table, "Del", self.delete)
        on_key(self.table, "F2", self.heading.setFocus)

    def fill(self, version: VersionRow) -> None:
        self.before.show_kept(version.text)
        self.model.set_rows(version.sections)
        if self._wanted is not None and self.table.select_key(self._wanted):
            self._wanted = None
            self._show(self.table.current_row())
            self.heading.setFocus()
        elif not self.table.currentIndex().isValid() and version.sections:
            self.table.select_key(version.sections[0].id)
        self._show(self.table.current_row())

    def begin(self) -> None:
        if self.model.rowCount():
            self.table.setFocus()
        else:
            self.add()

    def add(self) -> None:
        self.flush()
        if self.version is not None:
            self.write(add_section, self.version.id, then=self._want)

    def _want(self, added: tuple[uuid.UUID, Changes]) -> None:
        self._wanted = added[0]

    def move_chosen(self, step: int) -> None:
        """Move the chosen section up or down."""
        index = self.table.currentIndex()
        if index.isValid() and 0 <= index.row() + step < self.model.rowCount():
            self.write(move_section, self.model.rows[index.row()].id, position=index.row() + step)

    def delete(self) -> None:
        """Take the chosen section out."""
        section = self.table.current_row()
        if section is not None:
            self._forget_section()
            self.write(delete_section, section.id, said=_("“{name}” is taken out.").format(name=_title(section)))

    def flush(self) -> None:
        self.before.flush()
        self.heading.flush()
        self.text.flush()

    def forget(self) -> None:
        self.before.forget()
        self._forget_section()

    def _forget_section(self) -> None:
        self.heading.forget()
        self.text.forget()

    def _keep_before(self, text: str) -> None:
        if self.version is not None:
            self.write(change_version, self.version.id, field=self.before, text=text)

    def _keep(self, field: QWidget | None = None, **fields: Any) -> None:
        if self._shown is not None:
            self.write(change_section, self._shown, field=field, **fields)

    def _on_selected(self, section: SectionRow | None) -> None:
        if section is None or section.id != self._shown:
            self.flush()
            self._forget_section()  # another section's: what the disk refused is tried on, and shown with its own
            self._show(section)

    def _show(self, section: SectionRow | None) -> None:
        if section is not None:
            section = replace(section, **self.operations.kept_writes.waiting(change_section, section.id))
        self._shown = section.id if section else None
        self.heading.show_kept(section.heading if section else "")
        self.text.show_kept(section.text if section else "")
        self.box.setChecked(section is not None and section.non_negotiable)
        self.editor.setEnabled(section is not None)


def _title(section: SectionRow) -> str:
    return section.heading or " ".join(section.text.split())[:80] or _("New, without words yet")


def _two_lines(section: SectionRow) -> TwoLines:
    second = (
        _("Non-negotiable") if section.non_negotiable else " ".join(section.text.split()) if section.heading else ""
    )
    icon = "lock" if section.non_negotiable else ""
    return TwoLines(_title(section), second, icon=icon, icon_role="accent_text")


def _spoken(section: SectionRow) -> str:
    return ", ".join(filter(None, (_title(section), _("Non-negotiable") if section.non_negotiable else "")))
