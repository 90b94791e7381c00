"""What is said of `db.errors.evaluation`."""

from typing import Final

from db.errors.evaluation import ActionMade, EvaluationThere, TextMissing
from desktop.sentences.shape import Sentences
from desktop.texts import N_

SENTENCES: Final[Sentences] = {
    TextMissing: N_("Nothing was written. Nothing was changed. Write it in a few words."),
    EvaluationThere: N_("There is an evaluation of {first} to {last} already. Nothing was changed. Open that one."),
    ActionMade: N_("Recommendation {number} is an action already. Nothing was changed."),
}
