"""A label before anybody begins: its whole questionnaire, what it takes, and whether one may apply."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import abort

from assessment.catalogue.loader import Edition
from assessment.catalogue.schema import TextsFile
from assessment.domain.answers import AnswerSheet, HeldLabel
from assessment.domain.criteria import Label
from assessment.domain.eligibility import deciding_questions, prospect
from assessment.domain.facts import Facts
from assessment.domain.questions import PROFILE
from assessment.domain.scorecard import ConditionKind, LabelCondition, Scorecard
from assessment.domain.workload import Workload, workload
from assessment.reports.asking import questionnaire_facts
from assessment.reports.questionnaire import QuestionnaireFacts
from assessment.services.questionnaires import KINDS, questionnaire_path, questionnaires
from assessment.web.context import catalogue, settings
from assessment.web.forms.answer import ProfileForm
from assessment.web.forms.question_values import today
from assessment.web.forms.question_words import QuestionWords
from assessment.web.language import language
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.domain.questions import Question

_BEFORE = (ConditionKind.ELIGIBILITY, ConditionKind.PREREQUISITE)
"""The conditions that can be told before any criterion is answered."""


@dataclass(frozen=True, slots=True)
class Preview:
    """One label on offer with its wording, and the questionnaire in the reader's language."""

    edition: Edition
    label: Label
    words: TextsFile

    @property
    def facts(self) -> QuestionnaireFacts:
        """Everything that the questionnaire says."""
        return questionnaire_facts(
            self.edition, self.label.id, language(), issuer=settings().issuer, made_on=today()
        )

    @property
    def work(self) -> Workload:
        return workload(self.label)

    @property
    def deciding(self) -> "tuple[Question, ...]":
        """The questions of the eligibility check."""
        return deciding_questions(self.label)

    @property
    def question_words(self) -> QuestionWords:
        return QuestionWords.of_profile(self.words)

    @property
    def files(self) -> dict[str, bool]:
        """The formats of the questionnaire, and whether each is there already."""
        found = questionnaires(current_session(), self.edition, self.label.id, language())
        return {kind: questionnaire_path(settings(), found.get(kind)) is not None for kind in KINDS}

    def form(self, values: Mapping[str, Any], **options: Any) -> ProfileForm:
        """The eligibility check as a form that holds these values."""
        return ProfileForm.of_questions(self.deciding, self.question_words, values, **options)

    def prospect(self, profile: Mapping[str, Any], held: tuple[HeldLabel, ...] = ()) -> "Prospect":
        """How the label's conditions stand for a cluster with this profile and these labels."""
        sheet = AnswerSheet(profile=profile, on=today())
        still_open = Facts(self.label, sheet).open_questions(PROFILE)
        return Prospect(prospect(self.label, profile, held, today()), still_open)


@dataclass(frozen=True, slots=True)
class Prospect:
    """The conditions that can be told before any answer, and the scorecard that they are of.

    `still_open` are the questions about the cluster that are not answered.
    """

    scorecard: Scorecard
    still_open: tuple[str, ...]

    @property
    def conditions(self) -> list[LabelCondition]:
        return [found for found in self.scorecard.conditions if found.kind in _BEFORE]

    def open_for(self, found: LabelCondition) -> list[str]:
        """The questions without which a condition on eligibility stays open."""
        deciding = deciding_questions(self.scorecard.label, found.subject)
        return [question.id for question in deciding if question.id in self.still_open]

    def count(self, status: str) -> int:
        """How many of the conditions are met, missed or undetermined."""
        return sum(found.status == status for found in self.conditions)


def preview_of(scheme_id: str, label_id: str) -> Preview:
    """The label on offer under these ids; ends the request with 404 where there is none."""
    try:
        edition = catalogue().edition(scheme_id)
        label = edition.scheme.label(label_id)
    except KeyError:
        abort(404)
    return Preview(edition, label, edition.texts.in_language(language()))
