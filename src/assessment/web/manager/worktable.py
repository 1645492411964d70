"""What the pages of the questionnaire work on: an assessment, its rules and words, and its answers."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessment.catalogue.loader import Edition
from assessment.catalogue.schema import TextsFile
from assessment.catalogue.texts import LevelText, level_texts
from assessment.db.base import now
from assessment.domain.criteria import Criterion, Label
from assessment.domain.facts import Facts
from assessment.domain.questions import Question
from assessment.domain.scorecard import CriterionScore
from assessment.services.answering import AnswerDraft
from assessment.services.assessments import Worksheet, read_worksheet
from assessment.web.access import current_assessment
from assessment.web.context import edition_of, settings
from assessment.web.forms.answer import AnswerForm
from assessment.web.forms.named_criteria import group_named_criteria
from assessment.web.forms.question_values import asked_now
from assessment.web.forms.question_words import QuestionWords
from assessment.web.language import language
from assessment.web.manager.evidence_block import EvidenceBlock, evidence_block
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Answer, Assessment, Evidence


@dataclass(frozen=True, slots=True)
class AskedCriterion:
    """A criterion as a page asks it: its form, its words, and how its answer stands.

    `key` names it among all criteria of all labels and versions (`fragments`).
    """

    key: tuple[str, str, str]
    criterion: Criterion
    form: AnswerForm
    score: CriterionScore
    levels: tuple[LevelText, ...]
    questions: tuple[Question, ...]
    question_words: QuestionWords
    saved: "Answer | None"
    evidence: "list[Evidence]"
    block: EvidenceBlock

    @property
    def is_as_sent(self) -> bool:
        """Whether the form shows what came with this request, which is then not saved."""
        return self.form.justification.raw_data is not None


@dataclass(frozen=True, slots=True)
class Worktable:
    """An assessment laid out to work on, in the words of the page's language."""

    edition: Edition
    label: Label
    worksheet: Worksheet
    words: TextsFile

    def form(
        self, asked: Criterion, saved: AnswerDraft | None = None, *, id_prefix: str = ""
    ) -> AnswerForm:
        """The answer's form as it was sent, or filled with what is saved."""
        words = QuestionWords.of_criterion(self.words, asked.id)
        limit = settings().upload_bytes
        if saved is None:
            return AnswerForm.for_criterion(asked, words, limit)
        data = {
            "version": saved.version,
            "scheme_version": self.edition.scheme.version,
            "level": saved.level,
            "justification": saved.justification,
            "is_not_applicable": saved.is_not_applicable,
        }
        form = AnswerForm.for_criterion(asked, words, limit, saved.values, formdata=None, data=data)
        form.mark_ids(id_prefix)
        return form

    def asked_questions(self, asked: Criterion) -> tuple[Question, ...]:
        """The criterion's questions without those that its answers rule out."""
        return asked_now(asked.questions, Facts(self.label, self.worksheet.sheet))

    def saved(self, asked: Criterion) -> AnswerDraft:
        """What is saved, as the draft with which a form begins."""
        return draft_of(self.worksheet.answers.get(asked.id))

    def lay_out(
        self,
        asked: Criterion,
        form: AnswerForm,
        shown: tuple[Question, ...] | None = None,
        *,
        is_one_of_many: bool = False,
    ) -> AskedCriterion:
        """Everything that a page shows of a criterion, alone or among others.

        `shown` are the questions of a form that comes back; otherwise those that are asked now.
        """
        sheet = self.worksheet.sheet
        group_named_criteria(form, asked, self.edition, self.words, sheet, self.label)
        evidence = self.worksheet.evidence.get(asked.id, [])
        return AskedCriterion(
            key=(self.edition.digest, self.label.id, asked.id),
            criterion=asked,
            form=form,
            score=self.worksheet.scorecard.of(asked.id),
            levels=level_texts(self.words, asked),
            questions=self.asked_questions(asked) if shown is None else shown,
            question_words=QuestionWords.of_criterion(self.words, asked.id),
            saved=self.worksheet.answers.get(asked.id),
            evidence=evidence,
            block=evidence_block(asked, evidence, is_one_of_many=is_one_of_many),
        )


def open_worktable() -> Worktable:
    """The assessment that this page is about, by today's rules."""
    return worktable_of(current_assessment())


def worktable_of(found: "Assessment") -> Worktable:
    """The same for an assessment that is at hand, with its cluster and sheet."""
    edition = edition_of(found.scheme_id)
    label = edition.scheme.label(found.label_id)
    worksheet = read_worksheet(current_session(), found, label, now())
    return Worktable(edition, label, worksheet, edition.texts.in_language(language()))


def draft_of(saved: "Answer | None") -> AnswerDraft:
    """A saved answer as a draft; of none, the empty one."""
    if saved is None:
        return AnswerDraft(None, "", 0)
    return AnswerDraft(
        saved.level, saved.justification, saved.version, saved.values, saved.is_not_applicable
    )
