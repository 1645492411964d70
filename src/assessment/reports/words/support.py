"""What one criterion asks beside its questions: points, minimum, support, and what may be left out."""

from collections.abc import Iterator
from dataclasses import replace

from assessment.domain.criteria import (
    Criterion,
    CriterionStatus,
    EvidenceKind,
    EvidenceRule,
    NotApplicable,
    Section,
    SupportRule,
)
from assessment.domain.questions import Obligation
from assessment.reports.words.messages import Messages
from assessment.reports.words.names import Names


def points_words(criterion: Criterion, messages: Messages) -> str:
    """What the criterion is worth at its highest level."""
    _ = messages.gettext
    if not criterion.is_scored:
        return _("Not scored")
    return _("Points: at most %(points)s", points=messages.points(criterion.points))


def minimum_words(criterion: Criterion, names: Names) -> str:
    """The level below which the label cannot be reached; nothing where there is none."""
    if criterion.minimum is None:
        return ""
    level = names.level(criterion.id, criterion.minimum)
    return names.messages.gettext("Minimum: level %(level)s", level=level)


def obligation_words(criterion: Criterion, messages: Messages) -> str:
    """Whether it has to be answered."""
    _ = messages.gettext
    if criterion.status is not CriterionStatus.ACTIVE:
        return _("Shown so that clusters can prepare. It need not be answered yet.")
    if criterion.obligation is Obligation.INFORMATIVE:
        return _("Asked for information. It has no part in the outcome.")
    if criterion.obligation is Obligation.MUST:
        return _("Must be answered.")
    if criterion.is_scored:
        return _("May be left unanswered. It then earns nothing.")
    return _("May be left unanswered.")


def not_applicable_words(criterion: Criterion, section: Section, messages: Messages) -> str:
    """What follows when the cluster says that it does not apply; nothing where it may not say so."""
    _ = messages.gettext
    if criterion.not_applicable is NotApplicable.FORBID:
        return ""
    if not criterion.is_scored:
        return _("May be marked as not applicable, with a reason.")
    if criterion.not_applicable is NotApplicable.ZERO:
        return _("May be marked as not applicable, with a reason. It then earns nothing.")
    return _(
        "May be marked as not applicable, with a reason. Its points then rest on the other criteria "
        "of the section, up to %(share)s of the section’s points.",
        share=messages.percent(section.exclude_at_most * 100),
    )


def support_words(criterion: Criterion, messages: Messages) -> Iterator[str]:
    """The rules on justification and evidence, each in one sentence."""
    _, level = messages.gettext, criterion.support.justification_from
    if level is not None and asks_justification(criterion):
        yield _from(criterion, level, _("a justification in words"), messages)
    for rule, parts in SupportRule(evidence=evidence_rules(criterion)).nested:
        said = [_evidence(rule, messages), *(_part(part, rule, messages) for part in parts)]
        yield _from(criterion, rule.from_level, ", ".join(said), messages)


def asks_justification(criterion: Criterion) -> bool:
    """Whether some answer needs a justification."""
    return criterion.support.asks_justification(_highest(criterion))


def evidence_rules(criterion: Criterion) -> tuple[EvidenceRule, ...]:
    """The rules on evidence that some answer has to meet."""
    return criterion.support.evidence_rules(_highest(criterion))


def _highest(criterion: Criterion) -> int:
    """The highest level there is; an answer without a level is supported like one of level 0."""
    return criterion.scale.highest if criterion.is_rated else 0


def _from(criterion: Criterion, level: int, what: str, messages: Messages) -> str:
    _ = messages.gettext
    if not criterion.is_rated:
        return _("With the answer: %(what)s.", what=what)
    if level <= criterion.scale.lowest:
        return _("At every level: %(what)s.", what=what)
    return _("From level %(level)s upwards: %(what)s.", level=level, what=what)


def _evidence(rule: EvidenceRule, messages: Messages) -> str:
    """How much of what kind and age: `at least 2 pieces of evidence (document or picture), …`."""
    said = messages.ngettext(
        "at least %(num)s piece of evidence",
        "at least %(num)s pieces of evidence",
        rule.at_least,
    )
    return _demanded(said, rule, messages)


def _part(part: EvidenceRule, whole: EvidenceRule, messages: Messages) -> str:
    """What some of these pieces have to be beside what all are: `of which at least 1 (document), …`."""
    said = messages.ngettext(
        "of which at least %(num)s", "of which at least %(num)s", part.at_least
    )
    own = replace(part, kinds=frozenset()) if part.kinds == whole.kinds else part
    return _demanded(said, own, messages)


def _demanded(said: str, rule: EvidenceRule, messages: Messages) -> str:
    if rule.kinds:
        kinds = [kind_words(kind, messages) for kind in EvidenceKind if kind in rule.kinds]
        said += f" ({messages.either(kinds)})"
    if rule.months_old_at_most is None:
        return said
    age = messages.ngettext(
        "at most %(num)s month old", "at most %(num)s months old", rule.months_old_at_most
    )
    return f"{said}, {age}"


def kind_words(kind: EvidenceKind, messages: Messages) -> str:
    """What a piece of evidence is."""
    _ = messages.gettext
    return {
        EvidenceKind.DOCUMENT: _("document"),
        EvidenceKind.SPREADSHEET: _("spreadsheet"),
        EvidenceKind.IMAGE: _("picture"),
        EvidenceKind.LINK: _("web address"),
    }[kind]
