"""What became of a recommendation, in words. No Qt."""

import datetime as dt

from db.evaluation.recommendations import RecommendationRow
from db.vocabulary import RecommendationResult
from desktop import texts
from desktop.texts import _, pgettext


def result_word(result: RecommendationResult | None) -> str:
    """Return what became of a recommendation, in a word or two."""
    words = {
        None: pgettext("recommendation", "Open"),
        RecommendationResult.DONE: pgettext("recommendation", "Done"),
        RecommendationResult.PARTLY: pgettext("recommendation", "Partly done"),
        RecommendationResult.NOT_DONE: pgettext("recommendation", "Not done"),
        RecommendationResult.DROPPED: pgettext("recommendation", "Dropped"),
    }
    return words[result]


def since_words(row: RecommendationRow, today: dt.date) -> str:
    """Return how a recommendation stands since it was made; nothing while there is nothing to say."""
    if row.outcome is RecommendationResult.DONE and row.action_closed_on is not None:
        return _("Done on {day}").format(day=texts.date_short_year(row.action_closed_on))
    if row.outcome is not None:
        return result_word(row.outcome)
    if row.overdue(today) and row.action_id is not None:
        return _("Among the actions, late")
    return _("Among the actions") if row.action_id is not None else ""
