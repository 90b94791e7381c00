"""Giving a survey's form out: on paper, as a PDF to fill in, by mail; and how many were given."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from db.errors import KnownError
from db.surveys.forms import form_code
from db.surveys.surveys import SurveyRow, change_survey
from desktop import sending, texts
from desktop.clock import Clock
from desktop.exchange.invitation import file_name
from desktop.exchange.mail_out import unusable_words
from desktop.naming.surveys import returned_words
from desktop.operations import Operations
from desktop.reports.survey_from_record import survey_form_maker
from desktop.sending import Outgoing
from desktop.sentences import sentence
from desktop.texts import _, ngettext
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.dialogs import Dialog
from desktop.widgets.fields import NumberField
from desktop.widgets.labels import IconLabel, Label
from desktop.widgets.layouts import column, row
from desktop.widgets.looking import writes
from desktop.widgets.print_preview import Layout, PrintPreview, preview
from desktop.widgets.saving import ask_where, write_file

_MOST_FORMS = 9999


class GiveOutDialog(Dialog):
    """A card for each way; below, how many forms were given out, so that one can say how many came back."""

    def __init__(
        self, operations: Operations, clock: Clock, survey: SurveyRow, parent: QWidget | None = None
    ) -> None:  # fmt: skip
        lead = _("Every copy is the same and bears the code {code}; nothing tells whose it is.").format(
            code=form_code(survey.id)
        )
        super().__init__(_("Give out “{title}”").format(title=survey.title), parent, width=640, lead=lead)
        self._operations, self._clock, self._survey = operations, clock, survey
        self.print_button = Button(_("Look and print…"), icon="printer", clicked=lambda: self._preview("paper"))
        self.fillable_button = Button(_("Look and save…"), icon="file-pdf", clicked=lambda: self._preview("fillable"))
        self.mail_button = Button(_("Save draft…"), icon="envelope", clicked=self._save_mail)
        self.given = NumberField(name=_("Forms given out"), most=_MOST_FORMS, value=survey.given_out or 0)
        self.given.setFixedWidth(96)
        self.given.valueChanged.connect(self._on_given)
        writes(self.given)
        counted = Label(_("Forms given out"), 14, 500)
        counted.setBuddy(self.given)
        self.counted_label = Label(_counted(survey), 13, 400, "text2")
        self.add(
            _card(
                "printer", _("On paper"), _("To cross and write on; the answers are then typed in."),
                self.print_button,
            ),
            _card(
                "file-pdf", _("As a PDF to fill in"), _("For any PDF reader; what comes back is read by itself."),
                self.fillable_button,
            ),
            _card(
                "envelope", _("By e-mail"),
                _("A draft to every member with an address, hidden from each other, with the PDF to fill in."),
                self.mail_button,
            ),
            row(counted, self.given, self.counted_label, None, spacing=12),
        )  # fmt: skip
        self.set_close(_("Close"))
        self.dialog: PrintPreview | None = None
        """The preview open above this, or opened last."""

    def _preview(self, first: str) -> None:
        ways = {
            "paper": Layout("paper", _("On paper"), survey_form_maker(self._survey.id)),
            "fillable": Layout("fillable", _("To fill in"), survey_form_maker(self._survey.id, fillable=True)),
        }
        layouts = [ways.pop(first), *ways.values()]
        name = file_name(self._survey.title, ".pdf")
        self.dialog = preview(self, self._operations, self._survey.title, layouts, file_name=name)

    def _save_mail(self) -> None:
        self.say("")
        self._operations.read(
            sending.survey_draft, self._survey.id, today=self._clock.today(), done=self._keep, failed=self._refuse
        )

    def _keep(self, made: Outgoing) -> None:
        path = ask_where(self, _("Save"), made.name, _("E-mail draft (*.eml)"))
        if path is not None:
            self._operations.job(
                write_file, path, made.data, done=partial(self._on_saved, made), failed=self._refuse
            )  # fmt: skip

    def _on_saved(self, made: Outgoing, path: Path) -> None:
        words = [_("Saved as {name} in {folder}.").format(name=path.name, folder=path.parent)]
        to = ngettext("It goes to {n} member.", "It goes to {n} members.", made.addressed)
        words.append(to.format(n=texts.number(made.addressed)))
        if made.unusable:
            words.append(unusable_words(made.unusable))
        if made.without:
            words.append(_("Without an address: {names}.").format(names=texts.list_of(made.without)))
        self.say(" ".join(words), kind="info")
        self.message.say(
            " ".join(words), "ok", _("Open draft"),
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))),
        )  # fmt: skip

    def _on_given(self, count: int) -> None:
        self._operations.keep(
            change_survey, self._survey.id, fields=(self.given,), given_out=count or None, failed=self._refuse
        )

    def _refuse(self, error: KnownError) -> None:
        self.say(sentence(error))


def _card(icon: str, title: str, words: str, button: Button) -> Card:
    button.setAccessibleDescription(f"{title}. {words}")
    card = Card(margins=(16, 12, 16, 12))
    card.setAccessibleName(title)
    line = row(
        IconLabel(icon, "accent_text", 20),
        column(Label(title, 14, 600), Label(words, 13, 400, "text2", wrap=True), spacing=0), button, spacing=12,
    )  # fmt: skip
    line.setStretch(1, 1)
    return card.add(line)


def _counted(survey: SurveyRow) -> str:
    return returned_words(survey) if survey.sheets else ""
