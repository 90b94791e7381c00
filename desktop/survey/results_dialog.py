"""What a survey says: a card a domain, a line a question, the earlier survey beside it; few answers stay hidden."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from db.surveys.results import DomainResult, QuestionResult, SurveyResults, Tally
from db.vocabulary import QuestionKind
from desktop import texts, theme
from desktop.naming.surveys import (
    agreeing,
    change_words,
    domain_name,
    mean_words,
    of_words,
    question_choices,
    question_text,
    returned_words,
    scale_ends,
    too_few,
)
from desktop.texts import _, ngettext
from desktop.widgets.bars import Bar
from desktop.widgets.cards import Card
from desktop.widgets.dialogs import Dialog
from desktop.widgets.labels import Label
from desktop.widgets.layouts import column, row

_BAR = 136
_MEAN, _CHANGE, _SAID = 40, 96, 144
_LONGEST_LIST = 60
"""Written answers that are shown; the paper has them all."""


class ResultsDialog(Dialog):
    """The results, to read and to scroll through with the keyboard."""

    scrolling_height = 660

    def __init__(self, results: SurveyResults, parent: QWidget | None = None) -> None:
        self.results = results
        super().__init__(
            results.survey.title, parent, width=920, scrolls=True, lead=_lead(results),
        )  # fmt: skip
        self.body.setSpacing(16)
        self.cards: list[Card] = []
        if results.shown:
            for domain in results.domains:
                card = _card(domain, compared=results.earlier is not None)
                self.cards.append(card)
                self.add(card)
            self.body.addStretch(1)
        else:
            self.add(
                Label(too_few(results.survey.sheets) if results.survey.sheets else _none_yet(), 14, 400, wrap=True)
            )
        self.set_close(_("Close"))
        if self._scrolls is not None and results.shown:
            self._scrolls.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # arrows and Page Down scroll
            self._scrolls.setAccessibleName(_("Results of the survey"))

    def scroll_to_end(self) -> None:
        """Bring the last of it into sight."""
        if self._scrolls is not None:
            bar = self._scrolls.verticalScrollBar()
            bar.setValue(bar.maximum())


def _none_yet() -> str:
    return _("No form came back yet. Type answers in, or read returned forms.")


def _lead(results: SurveyResults) -> str:
    words = returned_words(results.survey)
    parts = [texts.as_beginning(words) + "."]
    if results.shown and results.earlier is not None:
        parts.append(_("The line on a bar, and the change, tell of “{title}”.").format(title=results.earlier.title))
    elif results.shown:
        parts.append(_("No earlier survey asked the same, so nothing is compared."))
    return " ".join(parts)


def _card(domain: DomainResult, *, compared: bool) -> Card:
    extra = QWidget()
    words: list[Label] = []
    if domain.mean is not None:
        words.append(Label(mean_words(domain.mean), 16, 600))
        if domain.now is not None and domain.then is not None:
            words.append(Label(change_words(domain.now, domain.then), 13, 500, "text2"))
    extra.setLayout(row(*words, spacing=8))
    card = Card(domain_name(domain.domain), extra=extra)
    scales = [result for result in domain.questions if result.question.kind is QuestionKind.SCALE]
    if scales:
        holder = QWidget()
        holder.setLayout(_scales(scales, compared=compared))
        card.add(holder)
    for result in domain.questions:
        if result.question.kind is not QuestionKind.SCALE:
            holder = QWidget()
            holder.setLayout(column(*_block(result), spacing=4, margins=(0, 4, 0, 4)))
            card.add(holder)
    return card


def _scales(results: list[QuestionResult], *, compared: bool) -> QGridLayout:
    """Return a line for each scale: words, bar, mean, change, how many say 4 or 5."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    for column_, width in ((1, _BAR), (2, _MEAN), (3, _CHANGE if compared else 0), (4, _SAID)):
        grid.setColumnMinimumWidth(column_, theme.px(width))
    for line, result in enumerate(results):
        grid.addWidget(Label(question_text(result.question), 14, 400, wrap=True), line, 0)
        if result.mean is None or result.tally is None:
            grid.addWidget(Label(too_few(result.count), 13, 400, "text3", wrap=True), line, 1, 1, 4)
            continue
        grid.addWidget(_bar(result), line, 1)
        mean = Label(mean_words(result.mean), 14, 600)
        mean.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(mean, line, 2)
        if result.earlier_mean is not None:
            grid.addWidget(Label(change_words(result.mean, result.earlier_mean), 13, 500, "text2"), line, 3)
        grid.addWidget(Label(agreeing(result.tally), 13, 400, "text2", wrap=True), line, 4)
    return grid


def _bar(result: QuestionResult) -> Bar:
    """Return the mean on the scale, with the earlier one as a line across it."""
    assert result.mean is not None
    bar = Bar(width=theme.px(_BAR), outlined=True)
    least, most = scale_ends()
    words = _("Mean {mean} on a scale from 1, {least}, to 5, {most}").format(
        mean=mean_words(result.mean), least=least, most=most
    )
    before = result.earlier_mean
    if before is not None:
        words += "; " + _("before {mean}").format(mean=mean_words(before))
    bar.set_value(float(result.mean) - 1, 4, words=words, mark=None if before is None else float(before) - 1)
    bar.setToolTip(_counts(result.tally) if result.tally else "")
    return bar


def _counts(tally: Tally) -> str:
    """Return how many gave each answer: "1: 0  ·  2: 3  ·  …"."""
    return "  ·  ".join(f"{value}: {texts.number(count)}" for value, count in enumerate(tally.counts, 1))


def _block(result: QuestionResult) -> Iterator[QWidget]:
    """Yield a choice's answers with their counts, or what was written."""
    yield Label(question_text(result.question), 14, 500, wrap=True)
    if not result.shown:
        yield Label(too_few(result.count), 13, 400, "text3", wrap=True)
        return
    if result.tally is not None:
        yield _choices(result, result.tally)
        return
    for words in result.texts[:_LONGEST_LIST]:
        yield Label(f"–  {words}", 14, 400, "text2", wrap=True)
    if (more := len(result.texts) - _LONGEST_LIST) > 0:
        yield Label(ngettext("{n} more", "{n} more", more).format(n=texts.number(more)), 13, 400, "text3")


def _choices(result: QuestionResult, tally: Tally) -> QWidget:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(0, 1)
    grid.setColumnMinimumWidth(1, theme.px(_BAR))
    grid.setColumnMinimumWidth(2, theme.px(_MEAN + _CHANGE + _SAID + 24))
    for line, (words, count) in enumerate(zip(question_choices(result.question), tally.counts, strict=True)):
        said = of_words(count, tally.count)
        bar = Bar(width=theme.px(_BAR), outlined=True)
        bar.set_value(count, tally.count, words=f"{words}: {said}")
        if result.earlier is not None:
            said += "  ·  " + _("before: {words}").format(
                words=of_words(result.earlier.counts[line], result.earlier.count)
            )
        grid.addWidget(Label(words, 14, 400, "text2", wrap=True), line, 0)
        grid.addWidget(bar, line, 1)
        grid.addWidget(Label(said, 13, 400, "text2"), line, 2)
    holder = QWidget()
    holder.setLayout(grid)
    return holder
