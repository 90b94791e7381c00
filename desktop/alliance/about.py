"""What the alliance is called, where it is, and how its papers look."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from db.alliance import AllianceRow
from db.vocabulary import PaperSize
from desktop import texts
from desktop.alliance.kept import KeptLine
from desktop.texts import _, pgettext
from desktop.widgets.buttons import Segmented
from desktop.widgets.fields import Choice, FormRows


class AboutForm(FormRows):
    """Each field says by itself what was changed."""

    changed = Signal(str, object)
    """A field of `AllianceRow` and its new value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.lines = {
            "name": KeptLine(name=_("Name"), needed=True),
            "short_name": KeptLine(name=_("Short name")),
            "place": KeptLine(name=_("Place")),
            "email": KeptLine(name=_("E-mail")),
            "phone": KeptLine(name=_("Phone")),
        }
        for key, line in self.lines.items():
            line.kept.connect(lambda text, key=key: self.changed.emit(key, text))
        self.language_field = Choice(list(texts.languages().items()), name=_("Language of its papers"))
        self.language_field.chosen.connect(lambda code: self.changed.emit("language", code))
        sizes = [(PaperSize.A4, "A4"), (PaperSize.LETTER, pgettext("size of paper", "Letter"))]
        self.paper_field = Segmented(sizes, name=_("Paper size"))
        self.paper_field.chosen.connect(lambda size: self.changed.emit("paper_size", size))
        self.add(_("Name"), self.lines["name"])
        self.add(_("Short name"), self.lines["short_name"], hint=_("For small places, such as the foot of a page."))
        self.add(_("Place"), self.lines["place"])
        self.add(_("E-mail"), self.lines["email"], hint=_("Answers to calls and comments on minutes go there."))
        self.add(_("Phone"), self.lines["phone"])
        self.add(
            _("Language of its papers"),
            self.language_field,
            hint=_("Agendas, minutes and calls are written in it, whatever the language of this window."),
        )
        self.add(_("Paper size"), self.paper_field)

    def show_row(self, row: AllianceRow) -> None:
        """Show what stands on record."""
        for key, line in self.lines.items():
            line.set_value(getattr(row, key))
        self.language_field.set_value(row.language)
        self.paper_field.set_value(row.paper_size)

    def keep_all(self) -> None:
        """Keep what is half typed."""
        for line in self.lines.values():
            line.keep()
