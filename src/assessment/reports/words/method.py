"""How an evaluation came about, and what held for its label, in sentences."""

from collections.abc import Iterator
from fractions import Fraction

from assessment.domain.criteria import Criterion, Label, NotApplicable, Section
from assessment.domain.questions import Obligation
from assessment.domain.scorecard import Reason, SectionScore
from assessment.reports.questionnaire import RuleFacts
from assessment.reports.words.label import label_rules, section_rules
from assessment.reports.words.messages import Messages
from assessment.reports.words.names import Names


def method_words(label: Label, messages: Messages, reviewers: int) -> Iterator[str]:
    """A paragraph each on what the cluster did, what the panel did, and what decides."""
    yield _cluster_part(label, messages)
    yield _panel_part(label, messages, reviewers)
    yield messages.gettext(
        "The label is reached when every condition in the summary is met. One missed condition "
        "stops it, whatever the others say. Nothing is rounded before it is compared."
    )


def own_method(label: Label, messages: Messages, *, is_draft: bool) -> Iterator[str]:
    """A paragraph each on what the cluster did, what is not done yet, and what decides."""
    _ = messages.gettext
    yield _(
        "The cluster answered what the label asks, with reasons and evidence where the rules ask for "
        "them. What is said of levels and points follows from these answers alone: a level counts when "
        "everything that its rules ask for is there."
    )
    if any(criterion.rating for criterion in label.active):
        yield _("Where a level is not chosen but follows from the answers, the report says so.")
    yield (
        _(
            "Nothing is handed in yet. The answers were copied when this report was ordered, and may "
            "change."
        )
        if is_draft
        else _("The answers are those that were handed in. Nobody has judged them for this report.")
    )
    yield _(
        "The label is reached when every condition in the summary is met. One missed condition "
        "stops it, whatever the others say. Nothing is rounded before it is compared."
    )
    if label.rated:
        yield _(
            "The shortest way is the fewest raises of levels, by one each, with which the answers reach "
            "the label; among equal ones it is the one with the least effort. Everything else stays as it "
            "is."
        )


def _cluster_part(label: Label, messages: Messages) -> str:
    _ = messages.gettext
    if all(criterion.is_chosen for criterion in label.active):
        return _(
            "The cluster rated itself on every criterion, gave reasons for each level and added "
            "evidence. The submission was then frozen: what is printed here is what the reviewers "
            "read."
        )
    parts = [
        _(
            "The cluster answered what the label asks, with reasons and evidence where the rules ask "
            "for them. The submission was then frozen: what is printed here is what the reviewers "
            "read."
        )
    ]
    if any(criterion.rating for criterion in label.active):
        parts.append(
            _("Where a level is not chosen but follows from the answers, the report says so.")
        )
    return " ".join(parts)


def _panel_part(label: Label, messages: Messages, reviewers: int) -> str:
    if not label.rated:
        return messages.ngettext(
            "The reviewer went through the answers. They are not rated: their figures show where the "
            "cluster stands.",
            "The reviewers went through the answers. They are not rated: their figures show where the "
            "cluster stands.",
            reviewers,
        )
    return messages.ngettext(
        "One reviewer rated the criteria, so the level agreed by the panel is the level that this "
        "reviewer gave.",
        "Each reviewer rated the criteria alone, without seeing the ratings of the others. Afterwards "
        "the panel agreed on one level for each criterion.",
        reviewers,
    )


def report_rules(names: Names, *, is_renewal: bool = False) -> Iterator[RuleFacts]:
    """Everything that held for the label, or for its renewal, each thing in its sentences."""
    _, label, words = names.messages.gettext, names.label, names.words
    if label.eligibility:
        sentences = tuple(words.eligibility[rule.id] for rule in label.eligibility)
        yield RuleFacts(_("Eligibility"), sentences)
    yield RuleFacts(_("Completeness"), tuple(_completeness(label, names.messages)))
    yield from label_rules(names, is_renewal=is_renewal)
    if sentences := tuple(_not_applicable(names)):
        yield RuleFacts(_("Not applicable"), sentences)


def _completeness(label: Label, messages: Messages) -> Iterator[str]:
    def count(obligation: Obligation) -> int:
        return sum(criterion.obligation is obligation for criterion in label.active)

    yield messages.ngettext(
        "%(num)s criterion must be answered, with everything that its rules ask for.",
        "%(num)s criteria must be answered, with everything that their rules ask for.",
        count(Obligation.MUST),
    )
    if should := count(Obligation.SHOULD):
        yield messages.ngettext(
            "%(num)s criterion may be left unanswered.",
            "%(num)s criteria may be left unanswered.",
            should,
        )
    if informative := count(Obligation.INFORMATIVE):
        yield messages.ngettext(
            "%(num)s criterion is asked for information and has no part in the outcome.",
            "%(num)s criteria are asked for information and have no part in the outcome.",
            informative,
        )


def _not_applicable(names: Names) -> Iterator[str]:
    _, label = names.messages.gettext, names.label
    if any(criterion.when for criterion in label.active):
        yield _(
            "A criterion that is asked only under a condition does not apply where the cluster’s "
            "answers say otherwise."
        )
    if any(c.not_applicable is not NotApplicable.FORBID for c in label.active):
        yield _(
            "Where the rules allow it, the cluster may claim with a reason that a criterion does not "
            "apply. The panel judges the claim."
        )
    if any(_is_excludable(criterion) or _is_scored_if(criterion) for criterion in label.active):
        yield _(
            "The points of a criterion that does not apply rest on the other criteria of its section."
        )
    for section in label.sections:
        if any(_is_excludable(criterion) for criterion in section.criteria):
            yield _limit(section, names)
    if any(c.not_applicable is NotApplicable.ZERO and c.is_scored for c in label.active):
        yield _("Where the rules say so, a criterion that does not apply earns nothing instead.")


def _is_excludable(criterion: Criterion) -> bool:
    return criterion.not_applicable is NotApplicable.EXCLUDE and criterion.is_scored


def _is_scored_if(criterion: Criterion) -> bool:
    return criterion.when is not None and criterion.is_scored


def _limit(section: Section, names: Names) -> str:
    messages = names.messages
    return messages.gettext(
        "Section %(section)s: claims may take out at most %(share)s of the section’s points.",
        section=f"{section.number} {names.words.sections[section.id].title}",
        share=messages.percent(section.exclude_at_most * 100),
    )


def section_notes(found: SectionScore, messages: Messages) -> Iterator[str]:
    """How the points of a section came about, where they do not simply add up."""
    _, section = messages.gettext, found.section
    yield from section_rules(section, messages)
    if not section.points:
        return
    if not found.maximum:
        yield _(
            "No criterion with points applies in this section, so the section leaves the score."
        )
        return
    counted = section.points - found.excluded - _out_by_rule(found)
    if counted < section.points:
        yield _(
            "Criteria that do not apply take %(out)s of %(all)s points out. What the others earn is "
            "taken over the remaining %(counted)s and stands here as a share of %(all)s.",
            out=messages.points(section.points - counted),
            all=messages.points(section.points),
            counted=messages.points(counted),
        )
    if found.is_over_cap:
        yield _(
            "Claims of “not applicable” would take %(claimed)s points out, and the section allows "
            "%(excluded)s. The rest stays in the score and earns nothing.",
            claimed=messages.points(found.claimed),
            excluded=messages.points(found.excluded),
        )


def _out_by_rule(found: SectionScore) -> Fraction:
    """The points of criteria that do not apply by rule."""
    by_rule = (c for c in found.criteria if c.reason is Reason.NOT_APPLICABLE_BY_RULE)
    return sum((c.criterion.points for c in by_rule if c.criterion.is_scored), Fraction(0))
