"""The settings of this computer's user, changed in place: what is chosen shows at once."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop import texts
from desktop.settings import SettingsFile
from desktop.texts import _
from desktop.theme import CHOICES, TEXT_PERCENTS, Appearance
from desktop.widgets.buttons import Segmented
from desktop.widgets.dialogs import Dialog
from desktop.widgets.fields import Choice, FormRows


class _LanguageField(Choice):
    """A choice that builds the window anew: keys open the list, and only what is chosen there counts."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End) or event.text().isalpha():
            self.showPopup()
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class PreferencesForm(FormRows):
    """Language, light or dark, text size, and the name written beside changes; each kept as soon as it is chosen."""

    language_changed = Signal(str)
    """The language's code or "system": the window is to be built anew."""
    who_changed = Signal(str)
    resized = Signal()
    """Text has another size now."""

    def __init__(self, settings: SettingsFile, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._settings = settings
        self._appearance = appearance
        self.who_field = QLineEdit(settings.value.who)
        self.who_field.editingFinished.connect(self.keep_who)
        self.office_field = QLineEdit(settings.value.office)
        self.office_field.editingFinished.connect(self.keep_who)
        languages = [("system", _("Like this computer")), *texts.languages().items()]
        self.language_field = _LanguageField(languages, name=_("Language"))
        self.language_field.set_value(settings.value.language)
        self.language_field.chosen.connect(self._on_language)
        words = {"system": _("Like this computer"), "light": _("Light"), "dark": _("Dark")}
        self.theme_field = Segmented([(choice, words[choice]) for choice in CHOICES], name=_("Look"))
        self.theme_field.set_value(appearance.choice)
        self.theme_field.chosen.connect(self._on_theme)
        sizes = [(percent, texts.percent(percent / 100)) for percent in TEXT_PERCENTS]
        self.size_field = Segmented(sizes, name=_("Text size"))
        if appearance.text_percent in TEXT_PERCENTS:
            self.size_field.set_value(appearance.text_percent)
        self.size_field.chosen.connect(self._on_size)
        self.add(_("Your name"), self.who_field, hint=_("History keeps it beside what you change."))
        self.add(_("Your office"), self.office_field, hint=_("Colleagues are told who has a file open, and where."))
        self.add(_("Language"), self.language_field)
        self.add(_("Look"), self.theme_field)
        self.add(_("Text size"), self.size_field)

    def keep_who(self) -> None:
        """Keep the name and the office as they are typed now."""
        who, office = self.who_field.text().strip(), self.office_field.text().strip()
        if office != self._settings.value.office:
            self._settings.change(office=office)
        if who != self._settings.value.who:
            self._settings.change(who=who)
            self.who_changed.emit(who)

    def _on_language(self, language: object) -> None:
        self._settings.change(language=str(language))
        self.language_changed.emit(str(language))

    def _on_theme(self, choice: object) -> None:
        for known in CHOICES:
            if known == choice:
                self._settings.change(theme=known)
                self._appearance.choose(known)

    def _on_size(self, percent: object) -> None:
        if isinstance(percent, int):
            self._settings.change(text_percent=percent)
            self._appearance.set_text_percent(percent)
            self.resized.emit()


class Preferences(Dialog):
    """The same in a dialog of its own, where no file is open."""

    def __init__(self, settings: SettingsFile, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(_("Settings"), parent, width=480)
        self.form = PreferencesForm(settings, appearance)
        self.form.resized.connect(self.fit)
        self.add(self.form)
        self.set_close(_("Close"))
