"""From a label and its wording to everything that stands in its questionnaire."""

from dataclasses import dataclass
from datetime import date

from assessment.catalogue.loader import Edition
from assessment.catalogue.texts import level_texts
from assessment.domain.criteria import Criterion, CriterionStatus, Section
from assessment.domain.questions import PROFILE
from assessment.reports.questionnaire import (
    CriterionFacts,
    EligibilityFacts,
    LevelFacts,
    ProfileFacts,
    QuestionnaireFacts,
    SectionFacts,
)
from assessment.reports.words.conditions import condition_words
from assessment.reports.words.fields import Blanks
from assessment.reports.words.label import (
    label_rules,
    section_minimum,
    section_rules,
    threshold_words,
)
from assessment.reports.words.messages import Messages
from assessment.reports.words.names import Names
from assessment.reports.words.ratings import rating_words
from assessment.reports.words.support import (
    asks_justification,
    evidence_rules,
    minimum_words,
    not_applicable_words,
    obligation_words,
    points_words,
    support_words,
)


def questionnaire_facts(
    edition: Edition, label_id: str, language: str, *, issuer: str, made_on: date
) -> QuestionnaireFacts:
    """The questionnaire of a label in a language.

    Raises `KeyError` for a label that the scheme does not have; a language that it does not have
    gives the source language.
    """
    words = edition.texts.in_language(language)
    label = edition.scheme.label(label_id)
    asking = _Asking(Names(label, words, Messages(words.language)))
    return QuestionnaireFacts(
        language=words.language,
        scheme_id=edition.scheme.id,
        scheme_title=words.scheme.title,
        scheme_version=edition.scheme.version,
        scheme_note=words.scheme.note,
        scheme_digest=edition.digest,
        label_id=label.id,
        tier=label.tier,
        label_title=words.labels[label.id].title,
        label_claim=words.labels[label.id].claim,
        label_description=words.labels[label.id].description,
        issuer=issuer,
        made_on=made_on,
        threshold=threshold_words(label, asking.names.messages),
        eligibility=asking.eligibility(),
        rules=tuple(label_rules(asking.names)),
        profile=asking.profile(),
        sections=tuple(asking.section(section) for section in label.sections),
    )


@dataclass(frozen=True, slots=True)
class _Asking:
    """Says the parts of one label."""

    names: Names

    def eligibility(self) -> tuple[EligibilityFacts, ...]:
        return tuple(
            EligibilityFacts(
                self.names.words.eligibility[rule.id],
                condition_words(rule.condition, PROFILE, self.names),
            )
            for rule in self.names.label.eligibility
        )

    def profile(self) -> ProfileFacts | None:
        texts, label = self.names.words.profile, self.names.label
        if texts is None or not label.profile:
            return None
        blanks = Blanks(PROFILE, self.names)
        fields = blanks.fields(label.profile)
        return ProfileFacts(texts.title, texts.intro, fields, blanks.figures(label.profile_figures))

    def section(self, section: Section) -> SectionFacts:
        texts, messages = self.names.words.sections[section.id], self.names.messages
        points = messages.points(section.points)
        return SectionFacts(
            id=section.id,
            number=section.number,
            title=texts.title,
            intro=texts.intro,
            points=messages.gettext("Points: at most %(points)s", points=points)
            if section.points
            else "",
            minimum=section_minimum(section, messages),
            rules=tuple(section_rules(section, messages)),
            criteria=tuple(self._criterion(c, section) for c in section.criteria),
        )

    def _criterion(self, criterion: Criterion, section: Section) -> CriterionFacts:
        texts, messages = self.names.words.criteria[criterion.id], self.names.messages
        blanks, when = Blanks(criterion.id, self.names), criterion.when
        return CriterionFacts(
            id=criterion.id,
            number=criterion.number,
            title=texts.title,
            question=texts.question,
            why=texts.why or "",
            evidence=texts.evidence or "",
            references=tuple(texts.references),
            is_future=criterion.status is CriterionStatus.FUTURE,
            is_chosen=criterion.is_chosen,
            asks_justification=asks_justification(criterion),
            points=points_words(criterion, messages) if self.names.label.is_scored else "",
            minimum=minimum_words(criterion, self.names),
            minimum_level=self.names.level(criterion.id, criterion.minimum)
            if criterion.minimum is not None
            else "",
            obligation=obligation_words(criterion, messages),
            condition=condition_words(when, criterion.id, self.names) if when else "",
            not_applicable=not_applicable_words(criterion, section, messages),
            support=tuple(support_words(criterion, messages)),
            evidence_rows=max((rule.at_least for rule in evidence_rules(criterion)), default=0),
            fields=blanks.fields(criterion.questions),
            figures=blanks.figures(criterion.figures),
            rating=rating_words(criterion, self.names),
            levels=self._levels(criterion),
        )

    def _levels(self, criterion: Criterion) -> tuple[LevelFacts, ...]:
        return tuple(
            LevelFacts(text.value, text.name, text.description, text.value == criterion.minimum)
            for text in level_texts(self.names.words, criterion)
        )
