"""What the alliance is called, where it is, and how its papers look."""

from base64 import b64decode

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from db.alliance import AllianceRow
from db.vocabulary import PaperSize
from desktop import texts, theme
from desktop.operations import Operations
from desktop.texts import _, pgettext
from desktop.widgets.buttons import Button, Segmented
from desktop.widgets.fields import Choice, FormRows
from desktop.widgets.kept_text import KeptLine
from desktop.widgets.layouts import row


class AboutForm(FormRows):
    """Each field says by itself what was changed."""

    changed = Signal(str, object)
    """A field of `AllianceRow` and its new value."""
    logo_wanted = Signal()
    """A person wants to choose the alliance's logo."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.lines = {
            "name": KeptLine(operations, name=_("Name"), needed=True),
            "short_name": KeptLine(operations, name=_("Short name")),
            "place": KeptLine(operations, name=_("Place")),
            "email": KeptLine(operations, name=_("E-mail")),
            "phone": KeptLine(operations, name=_("Phone")),
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
        self.add(_("Logo"), self._make_logo(), hint=_("PNG or JPEG. It stands at the head of everything printed."))
        self.add(_("Place"), self.lines["place"])
        self.add(_("E-mail"), self.lines["email"], hint=_("Answers to calls and comments on minutes go there."))
        self.add(_("Phone"), self.lines["phone"])
        self.add(
            _("Language of its papers"),
            self.language_field,
            hint=_("Agendas, minutes and calls are written in it, whatever the language of this window."),
        )
        self.add(_("Paper size"), self.paper_field)

    def _make_logo(self) -> QWidget:
        self.logo_label = QLabel()
        self.logo_label.setAccessibleName(_("Logo"))
        self.logo_button = Button(_("Choose a picture…"), clicked=self.logo_wanted.emit)
        self.no_logo_button = Button(_("Remove logo"), "quiet", clicked=lambda: self.changed.emit("logo", ""))
        holder = QWidget()
        holder.setLayout(row(self.logo_label, self.logo_button, self.no_logo_button, None, spacing=12))
        return holder

    def _show_logo(self, logo: str) -> None:
        picture = QPixmap()
        if logo:
            picture.loadFromData(b64decode(logo), "PNG")
        self.logo_label.setVisible(not picture.isNull())
        self.no_logo_button.setVisible(bool(logo))
        if not picture.isNull():
            sharp = self.devicePixelRatioF()
            room = QSize(theme.px(160), theme.px(40)) * sharp
            scaled = picture.scaled(
                room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            scaled.setDevicePixelRatio(sharp)
            self.logo_label.setPixmap(scaled)

    def show_row(self, stands: AllianceRow) -> None:
        """Show what stands on record."""
        for key, line in self.lines.items():
            line.show_kept(getattr(stands, key))
        self._show_logo(stands.logo)
        self.language_field.set_value(stands.language)
        self.paper_field.set_value(stands.paper_size)

    def keep_all(self) -> None:
        """Keep what is half typed."""
        for line in self.lines.values():
            line.flush()
