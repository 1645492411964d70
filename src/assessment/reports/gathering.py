"""From a frozen submission to what every document about it tells."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from assessment.domain.criteria import Criterion
from assessment.domain.evidence import Confidentiality, evidence_kind
from assessment.domain.questions import PROFILE
from assessment.domain.scorecard import CriterionScore, Reason, SectionScore
from assessment.reports.findings import (
    AnswerFinding,
    CheckFinding,
    CriterionFinding,
    EvidenceFinding,
    LevelFinding,
    ProfileFinding,
    RatingFinding,
    SectionFinding,
    SideFinding,
    SignatureFacts,
)
from assessment.reports.formats import country_name
from assessment.reports.verdict import Verdict
from assessment.reports.words.conditions import condition_words
from assessment.reports.words.method import section_notes
from assessment.reports.words.outcome import condition_findings
from assessment.reports.words.reasons import reason_words
from assessment.reports.words.support import evidence_rules
from assessment.reports.words.values import Answers


def submission_facts(verdict: Verdict) -> dict[str, Any]:
    """The fields of `SubmissionFacts`, in the verdict's language."""
    words, label, final = verdict.words, verdict.label, verdict.final
    cluster, signed = verdict.record["cluster"], verdict.record.get("signed")
    return {
        "language": verdict.language,
        "tier": label.tier,
        "label_title": words.labels[label.id].title,
        "scheme_title": words.scheme.title,
        "scheme_version": verdict.edition.scheme.version,
        "scheme_note": words.scheme.note,
        "scheme_digest": verdict.edition.digest,
        "cluster_name": cluster["name"],
        "organisation": cluster["organisation"],
        "country": country_name(cluster["country"], verdict.language),
        "issuer": verdict.issuer,
        "submitted_at": verdict.submitted_at,
        "submission_digest": verdict.submission_digest,
        "points": final.points,
        "maximum": final.maximum,
        "threshold": label.threshold,
        "conditions": tuple(condition_findings(final, verdict.names, is_draft=verdict.is_draft)),
        "sections": tuple(_sections(verdict)),
        "profile": _profile(verdict),
        "signed": SignatureFacts(**signed) if signed else None,
    }


def _profile(verdict: Verdict) -> ProfileFinding | None:
    """The cluster's profile; None for a label that asks none."""
    label, texts = verdict.label, verdict.words.profile
    if texts is None or not label.profile:
        return None
    numbers = {figure.id: verdict.facts.figure(figure) for figure in label.profile_figures}
    return ProfileFinding(
        texts.title,
        tuple(_answers(verdict, PROFILE)),
        tuple(Answers(PROFILE, verdict.names).figures(label.profile_figures, numbers)),
    )


def _answers(
    verdict: Verdict, owner: str, files: Mapping[str, str] | None = None
) -> Iterator[AnswerFinding]:
    """What was asked there, with what was answered."""
    facts = verdict.facts
    asked = [question for question in facts.questions(owner) if facts.is_asked(owner, question)]
    return Answers(owner, verdict.names, files or {}).say(asked, facts.values(owner))


def _sections(verdict: Verdict) -> Iterator[SectionFinding]:
    """The sections that have something to show today."""
    for final, own in zip(verdict.final.sections, verdict.own.sections, strict=True):
        criteria = tuple(
            _Finder(verdict, found).finding()
            for found in final.criteria
            if found.reason is not Reason.FUTURE
        )
        if criteria:
            yield _section(verdict, final, own, criteria)


def _section(
    verdict: Verdict,
    final: SectionScore,
    own: SectionScore,
    criteria: tuple[CriterionFinding, ...],
) -> SectionFinding:
    texts = verdict.words.sections[final.section_id]
    outcome = verdict.decision.get("outcome", {}).get("sections", {}).get(final.section_id, {})
    return SectionFinding(
        number=final.number,
        title=texts.title,
        intro=texts.intro,
        self_points=own.points if own.maximum else None,
        points=final.points,
        maximum=final.maximum,
        criteria=criteria,
        minimum=final.section.minimum,
        minimum_status=final.minimum,
        notes=tuple(section_notes(final, verdict.names.messages)),
        strengths=outcome.get("strengths", ""),
        improvements=outcome.get("improvements", ""),
        recommendations=outcome.get("recommendations", ""),
    )


@dataclass(frozen=True, slots=True)
class _Finder:
    """Gathers what is known of one criterion; `found` is how it stands in the end."""

    verdict: Verdict
    found: CriterionScore

    @property
    def criterion(self) -> Criterion:
        return self.found.criterion

    @property
    def own(self) -> CriterionScore:
        return self.verdict.own.of(self.criterion.id)

    @property
    def answer(self) -> Mapping[str, Any]:
        """What the submission's record keeps of it; nothing where it keeps none."""
        answer: Mapping[str, Any] = self.verdict.record["answers"].get(self.criterion.id, {})
        return answer

    @property
    def review(self) -> Mapping[str, Any]:
        """What the decision's record keeps of it: ratings, or remarks on what is not rated."""
        decision, key = self.verdict.decision, self.criterion.id
        remarks = decision.get("remarks", {}).get(key, {})
        review: Mapping[str, Any] = decision["criteria"].get(key, remarks)
        return review

    def finding(self) -> CriterionFinding:
        criterion, found, verdict = self.criterion, self.found, self.verdict
        texts, when = verdict.words.criteria[criterion.id], criterion.when
        return CriterionFinding(
            number=criterion.number,
            title=texts.title,
            question=texts.question,
            is_rated=criterion.is_rated,
            own=self._side(self.own),
            agreed=self._side(verdict.agreed.of(criterion.id)),
            points=found.points,
            maximum=criterion.points if criterion.is_scored else criterion.points * 0,
            minimum=criterion.minimum,
            minimum_status=found.minimum,
            is_excluded=found.is_excluded,
            is_derived=criterion.rating is not None,
            obligation=criterion.obligation,
            condition=condition_words(when, criterion.id, verdict.names) if when else "",
            answers=tuple(self._answers()),
            figures=tuple(self._figures()),
            justification=self.answer.get("justification", ""),
            asks_evidence=bool(evidence_rules(criterion)) and self._is_claimed,
            evidence=tuple(self._evidence()),
            checks=tuple(self._checks()),
            ratings=tuple(self._ratings()),
            agreement_reason=self.review.get("reason", ""),
            final=self._side(found) if self._is_changed else None,
            change_reason=verdict.changes.get(criterion.id, {}).get("reason", ""),
            explained=reason_words(self.own, verdict.names, is_begun=self._is_begun),
        )

    @property
    def _is_changed(self) -> bool:
        return self.criterion.id in self.verdict.changes

    def _side(self, score: CriterionScore) -> SideFinding:
        level = None if score.level is None else self._level(score.level)
        return SideFinding(score.reason, level, score.lacks)

    def _level(self, value: int) -> LevelFinding:
        scale, words = self.criterion.scale, self.verdict.words
        description = words.criteria[self.criterion.id].levels[value]
        return LevelFinding(value, scale.highest, words.scales[scale.id][value], description)

    @property
    def _is_claimed(self) -> bool:
        """Whether the cluster answered, other than that the criterion does not apply."""
        return self.own.is_answered and self.own.reason is not Reason.NOT_APPLICABLE

    @property
    def _is_begun(self) -> bool:
        """Whether there is a word of an answer."""
        return bool(self.answer.get("values") or self.answer.get("justification"))

    @property
    def _is_told(self) -> bool:
        """Whether the cluster told something: it applies, and there is an answer."""
        is_left_out = self.own.reason is Reason.NOT_APPLICABLE
        return not is_left_out and bool(self.verdict.facts.values(self.criterion.id))

    def _answers(self) -> Iterator[AnswerFinding]:
        hidden = self.verdict.names.messages.gettext("Confidential evidence")
        titles = {
            str(item["id"]): hidden if self._is_hidden(item) else item["title"]
            for item in self._items
        }
        if self._is_told:
            yield from _answers(self.verdict, self.criterion.id, titles)

    def _figures(self) -> Iterator[AnswerFinding]:
        criterion, answers = self.criterion, Answers(self.criterion.id, self.verdict.names)
        is_told = self._is_told or not criterion.questions
        if is_told and self.own.is_asked:
            yield from answers.figures(criterion.figures, self.own.figures)

    @property
    def _items(self) -> list[Mapping[str, Any]]:
        items: list[Mapping[str, Any]] = self.answer.get("evidence", [])
        return items

    def _is_hidden(self, item: Mapping[str, Any]) -> bool:
        """Whether the document keeps to itself what it is; evidence of earlier records is named."""
        return is_confidential(item) and not self.verdict.names_confidential

    def _evidence(self) -> Iterator[EvidenceFinding]:
        for item in self._items:
            yield evidence_finding(item, is_hidden=self._is_hidden(item))

    def _reviews(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Each reviewer by name with what they gave, in the order of the panel."""
        given = self.review.get("ratings", [])
        for reviewer, rating in zip(self.verdict.panel, given, strict=False):
            yield reviewer.name, rating

    def _ratings(self) -> Iterator[RatingFinding]:
        for name, rating in self._reviews():
            if self.criterion.is_rated or rating["comment"]:
                yield RatingFinding(name, rating["level"], rating["comment"])

    def _checks(self) -> Iterator[CheckFinding]:
        """The quality checks; none where the review did not have them."""
        texts = self.verdict.words.criteria[self.criterion.id].checks
        ticked = [
            (name, rating["checks"]) for name, rating in self._reviews() if "checks" in rating
        ]
        for check in self.criterion.checks if ticked else ():
            reviewers = tuple(name for name, checks in ticked if check in checks)
            yield CheckFinding(texts[check], reviewers)


def is_confidential(item: Mapping[str, Any]) -> bool:
    """Whether a piece of evidence, as a record keeps it, is for the review alone."""
    return item.get("confidentiality") == Confidentiality.CONFIDENTIAL


def evidence_finding(item: Mapping[str, Any], *, is_hidden: bool) -> EvidenceFinding:
    """A piece of evidence as a record keeps it; of a hidden one, that it was there."""
    if is_hidden:
        return EvidenceFinding("", "", "", is_confidential=True)
    since, until = day_of(item.get("effective_from")), day_of(item.get("dated_on"))
    return EvidenceFinding(
        item["title"],
        item["sha256"] or "",
        item["url"],
        until,
        since,
        kind=evidence_kind(item["media_type"]),
        size=item.get("size"),
    )


def day_of(text: str | None) -> date | None:
    """A day as a record keeps it."""
    return date.fromisoformat(text) if text else None
