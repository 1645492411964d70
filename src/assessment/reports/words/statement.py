"""The statement that is signed with a submission."""

from assessment.catalogue.schema import TextsFile
from assessment.reports.words.messages import Messages


def statement_words(words: TextsFile, label_id: str, messages: Messages) -> str:
    """The label's own statement, or the usual one where its scheme has none."""
    return words.labels[label_id].statement or messages.gettext(
        "What is written here is true to the best of our knowledge, the evidence is genuine, and we "
        "may pass it on to those who review it. We know that reviewers may ask for more and that the "
        "label can be withdrawn when it rests on false statements."
    )
