"""The frozen record of a submission, for everybody who may read it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import render_template
from flask.typing import ResponseReturnValue

from assessment.db.queries import clarifications, outcomes, reviews
from assessment.domain.policy import Action
from assessment.services.benchmarking import missing_languages
from assessment.services.records import own_scorecard, record_digest, rules_of
from assessment.web.access import access, can, current_subject
from assessment.web.forms.question_words import QuestionWords
from assessment.web.language import language
from assessment.web.submission.blueprint import pages
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Document


def _documents(submission_id: int) -> "Sequence[Document]":
    """The documents, for a panel the application alone: what was made for a decision is not for it."""
    found = outcomes.documents(current_session(), submission_id)
    is_panel = current_subject().seat is not None
    return [one for one in found if one.kind == "application"] if is_panel else found


@pages.get("/submissions/<int:submission_id>")
@access(Action.READ_SUBMISSION, subject="submission_id")
def record(submission_id: int) -> ResponseReturnValue:
    """What was handed in: every answer with its evidence and its points, under the frozen rules."""
    submission = reviews.submission(current_session(), submission_id)
    edition, label = rules_of(submission)
    documents = _documents(submission_id)
    words = edition.texts.in_language(language())
    return render_template(
        "submission/record.html",
        submission=submission,
        scheme=edition.scheme,
        label=label,
        words=words,
        profile_words=QuestionWords.of_profile(words),
        question_words={c.id: QuestionWords.of_criterion(words, c.id) for c in label.criteria},
        scorecard=own_scorecard(submission, label),
        clarified=[
            found
            for found in clarifications.clarifications(current_session(), submission)
            if found.record is not None
        ],
        documents=documents,
        lacks_comparison=can("order_comparison")
        and bool(missing_languages(current_session(), submission, documents)),
        is_intact=record_digest(submission.record) == submission.digest,
    )
