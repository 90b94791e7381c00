"""What bringing in past meetings would do, or did: bodies, new names, cells that stay as written, possible doubles."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from db.folding import fold
from db.incoming.past_meetings import Double, MeetingsReport, NewName, Remark, Verdict
from desktop import texts
from desktop.exchange.import_words import column_word, meeting_doubt
from desktop.exchange.meetings_in import MeetingsSheet
from desktop.imports.words import body_word
from desktop.texts import _, pgettext
from desktop.widgets.cards import Card
from desktop.widgets.headers import TabStrip
from desktop.widgets.rows import Column, RowsModel, RowsTable


@dataclass(frozen=True, slots=True)
class BodyLine:
    """One body's meetings of the sheet, counted by what becomes of them."""

    name: str
    new: int
    same: int
    differ: int
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """A cell to look at, with its place in the list."""

    place: int
    remark: Remark


def bodies(report: MeetingsReport) -> list[BodyLine]:
    """Return the bodies of a report, the plenary first, then by name."""
    held = defaultdict(list)
    for meeting in report.meetings:
        held[meeting.group].append(meeting)
    lines = []
    for name in sorted(held, key=fold):
        days = [meeting.date for meeting in held[name]]
        counts = Counter(meeting.verdict for meeting in held[name])
        new, differ, gain = (counts[verdict] for verdict in (Verdict.NEW, Verdict.DIFFERS, Verdict.TEXT))
        lines.append(BodyLine(name, new, counts[Verdict.SAME] + gain, differ, min(days), max(days)))
    return lines


def remarks_of(sheet: MeetingsSheet, report: MeetingsReport) -> list[Remark]:
    """Return everything to look at, in the order of the sheet."""
    return sorted((*sheet.refused, *sheet.remarks, *report.remarks), key=lambda remark: remark.row)


class PastPreview(Card):
    """Four lists under tabs; one that holds nothing has no count."""

    opened = Signal()
    """Enter was pressed in a list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margins=(8, 0, 8, 8), spacing=0, parent=parent)
        self._words = {
            "bodies": _("Meetings by body"),
            "names": _("New names"),
            "remarks": _("As written"),
            "doubles": _("Possible doubles"),
        }
        self.tabs = TabStrip(list(self._words.items()), name=_("What to look at"))
        self.pages = QStackedWidget()
        self.tabs.currentChanged.connect(self.pages.setCurrentIndex)
        self._make_models()
        self.bodies_table = self._table(self.bodies_model, "bodies", 0, 88, 96, 112, 120, 120)
        self.names_table = self._table(self.names_model, "names", 320, 0)
        self.remarks_table = self._table(self.remarks_model, "remarks", 56, 150, 260, 0)
        self.doubles_table = self._table(self.doubles_model, "doubles", 0, 0, 110)
        self.add(self.tabs)
        self.body.addWidget(self.pages, 1)

    def _make_models(self) -> None:
        self.bodies_model: RowsModel[BodyLine] = RowsModel(
            [
                Column(lambda: _("Body"), lambda line: body_word(line.name), tip=lambda line: body_word(line.name)),
                Column(lambda: _("New"), lambda line: texts.number(line.new), right=True),
                Column(lambda: _("On record"), lambda line: texts.number(line.same), right=True),
                Column(
                    lambda: _("Differ"),
                    lambda line: texts.number(line.differ),
                    right=True,
                    tip=lambda line: _("On record with other contents. They stay as they are.") if line.differ else "",
                ),
                Column(lambda: _("First"), lambda line: texts.date_short_year(line.first), right=True),
                Column(lambda: _("Last"), lambda line: texts.date_short_year(line.last), right=True),
            ],
            key=lambda line: line.name,
            parent=self,
        )
        self.names_model: RowsModel[NewName] = RowsModel(
            [
                Column(lambda: _("Name"), lambda new: new.name, tip=lambda new: new.name),
                Column(
                    lambda: _("What becomes of it"),
                    lambda new: _("an individual member since {day}").format(day=texts.date_short_year(new.since)),
                ),
            ],
            key=lambda new: new.name,
            parent=self,
        )
        self.remarks_model: RowsModel[RemarkLine] = RowsModel(
            [
                Column(lambda: _("Row"), lambda line: texts.number(line.remark.row), right=True),
                Column(lambda: _("Column"), lambda line: column_word(line.remark.column)),
                Column(
                    lambda: pgettext("cell", "As written"),
                    lambda line: line.remark.text or "–",
                    tip=lambda line: line.remark.text,
                ),
                Column(
                    lambda: _("Why"),
                    lambda line: meeting_doubt(line.remark),
                    tip=lambda line: meeting_doubt(line.remark),
                ),
            ],
            key=lambda line: line.place,
            parent=self,
        )
        self.doubles_model: RowsModel[Double] = RowsModel(
            [
                Column(lambda: _("Name"), lambda double: double.name),
                Column(lambda: _("May be"), lambda double: double.other),
                Column(lambda: _("Alike"), lambda double: texts.percent(double.likeness), right=True),
            ],
            key=lambda double: (double.name, double.other),
            parent=self,
        )

    def _table(self, model: RowsModel[Any], key: str, *widths: int) -> RowsTable:
        table = RowsTable(model, name=self._words[key])
        table.set_widths(*widths)
        table.opened.connect(self.opened)
        self.pages.addWidget(table)
        return table

    def show_report(self, report: MeetingsReport, remarks: Sequence[Remark], *, tab: str = "") -> None:
        """Show what a report says; `tab` is the list to begin with."""
        lines = bodies(report)
        self.bodies_model.set_rows(lines)
        self.names_model.set_rows(report.people)
        self.remarks_model.set_rows([RemarkLine(place, remark) for place, remark in enumerate(remarks)])
        self.doubles_model.set_rows(report.doubles)
        counts = {
            "bodies": len(report.meetings),
            "names": len(report.people),
            "remarks": len(remarks),
            "doubles": len(report.doubles),
        }
        for key, count in counts.items():
            self.tabs.set_count(key, self._words[key], count)
        if tab:
            self.tabs.set_key(tab)
        for table in (self.bodies_table, self.names_table, self.remarks_table, self.doubles_table):
            if table.model().rowCount():
                table.selectRow(0)
