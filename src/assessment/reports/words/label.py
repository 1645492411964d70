"""What a label asks as a whole, in sentences."""

from collections.abc import Iterator
from fractions import Fraction

from assessment.domain.criteria import (
    Aggregation,
    Label,
    Panel,
    Prerequisite,
    Renewal,
    Section,
    Visit,
)
from assessment.reports.questionnaire import RuleFacts
from assessment.reports.words.messages import Messages
from assessment.reports.words.names import Names


def threshold_words(label: Label, messages: Messages) -> str:
    """The points that are needed, or that the label has none."""
    _ = messages.gettext
    if label.threshold is None:
        return _("No points")
    return _(
        "Threshold: %(threshold)s of %(maximum)s points",
        threshold=messages.points(label.threshold),
        maximum=messages.points(label.points),
    )


def label_rules(names: Names, *, is_renewal: bool = False) -> Iterator[RuleFacts]:
    """Each thing that the label asks beside eligibility, in the order in which people ask.

    Of a renewal the panel is its own, and what had to be held before is not asked again.
    """
    _, label = names.messages.gettext, names.label
    if label.prerequisite and not is_renewal:
        yield RuleFacts(_("Label held before"), tuple(_prerequisite(label.prerequisite, names)))
    yield RuleFacts(_("Points"), tuple(_points(label, names.messages)))
    if label.improvements:
        yield RuleFacts(_("Improvement areas"), (_improvements(names),))
    if sentences := tuple(_minimums(names)):
        yield RuleFacts(_("Minimums"), sentences)
    panel = label.panel_for(is_renewal=is_renewal)
    yield RuleFacts(_("Panel"), tuple(_panel(label, panel, names.messages)))
    if label.clarification:
        yield RuleFacts(_("Clarification"), (_clarification(label, names.messages),))
    validity = _renewed if is_renewal else _validity
    yield RuleFacts(_("Validity"), tuple(validity(label, names.messages)))
    if label.duties:
        yield RuleFacts(_("Duties of the holder"), tuple(_duties(names)))


def section_rules(section: Section, messages: Messages) -> Iterator[str]:
    """How the points of a section come about, where they do not simply add up."""
    _ = messages.gettext
    if section.points and section.aggregation is Aggregation.LOWEST:
        yield _(
            "The weakest criterion decides: the section earns the share of its points that this "
            "criterion earns of its own."
        )


def _prerequisite(rule: Prerequisite, names: Names) -> Iterator[str]:
    messages, title = names.messages, names.words.labels[rule.label_id].title
    yield messages.gettext("The cluster holds the label “%(label)s”.", label=title)
    if rule.months_at_least:
        yield messages.ngettext(
            "Its certificate is at least %(num)s month old.",
            "Its certificate is at least %(num)s months old.",
            rule.months_at_least,
        )
    if rule.months_at_most is not None:
        yield messages.ngettext(
            "Its certificate is at most %(num)s month old.",
            "Its certificate is at most %(num)s months old.",
            rule.months_at_most,
        )


def _points(label: Label, messages: Messages) -> Iterator[str]:
    _ = messages.gettext
    if label.threshold is None:
        yield _("The label has no points. It is reached when the application is complete.")
        return
    yield f"{threshold_words(label, messages)}."
    yield _("The highest level earns all points of a criterion, a lower one its share of them.")
    if label.aggregation is Aggregation.LOWEST:
        yield _(
            "The weakest section decides: the label earns the share of its points that this section "
            "earns of its own."
        )


def _improvements(names: Names) -> str:
    rule = names.label.improvements
    assert rule is not None  # noqa: S101  # asked only where there is one
    areas = [names.label.criterion(criterion).number for criterion in rule.criteria]
    first = names.question_texts(rule.criteria[0], rule.named_by)
    return names.messages.gettext(
        "Improvements are described in %(areas)s. Each names under “%(question)s” what was improved, "
        "and none names what another one names.",
        areas=", ".join(areas),
        question=first.label,
    )


def _minimums(names: Names) -> Iterator[str]:
    messages, label = names.messages, names.label
    if count := sum(criterion.minimum is not None for criterion in label.criteria):
        yield messages.ngettext(
            "%(num)s criterion has a minimum level.",
            "%(num)s criteria have a minimum level.",
            count,
        )
    with_minimum = [section for section in label.sections if section.minimum is not None]
    for section in with_minimum:
        yield messages.gettext(
            "Section %(section)s: at least %(points)s points.",
            section=f"{section.number} {names.words.sections[section.id].title}",
            points=messages.points(section.minimum or Fraction(0)),
        )
    if count or with_minimum:
        yield messages.gettext("One missed minimum stops the label.")


def section_minimum(section: Section, messages: Messages) -> str:
    """The points that a section needs; nothing where it needs none."""
    if section.minimum is None:
        return ""
    minimum = messages.points(section.minimum)
    return messages.gettext("Minimum: %(points)s points", points=minimum)


def _panel(label: Label, panel: Panel, messages: Messages) -> Iterator[str]:
    _ = messages.gettext
    if not label.rated:
        yield messages.ngettext(
            "%(num)s reviewer goes through the answers.",
            "%(num)s reviewers go through the answers.",
            panel.reviewers,
        )
    else:
        yield messages.ngettext(
            "%(num)s reviewer rates the answers.",
            "%(num)s reviewers rate the answers, each alone, and then agree.",
            panel.reviewers,
        )
    if panel.national:
        yield _("From the cluster’s own country: at least %(count)s.", count=panel.national)
    if panel.foreign:
        yield _("From another country: at least %(count)s.", count=panel.foreign)
    yield {
        Visit.NONE: _("The answers are judged by their documents."),
        Visit.VIDEO: _("The cluster is met by video."),
        Visit.ON_SITE: _("The cluster is visited."),
    }[panel.visit]
    if panel.hours is not None:
        yield messages.ngettext(
            "Time for it: %(num)s hour.", "Time for it: %(num)s hours.", panel.hours
        )


def _clarification(label: Label, messages: Messages) -> str:
    rule = label.clarification
    assert rule is not None  # noqa: S101  # asked only where there is one
    if not rule.rounds:
        return messages.gettext("Reviewers do not ask for more.")
    return messages.ngettext(
        "Reviewers may ask for more once, and there are %(days)s days to answer.",
        "Reviewers may ask for more up to %(num)s times, and there are %(days)s days to answer each time.",
        rule.rounds,
        days=rule.days,
    )


def _validity(label: Label, messages: Messages) -> Iterator[str]:
    yield messages.ngettext(
        "A first certificate holds for %(num)s year.",
        "A first certificate holds for %(num)s years.",
        label.validity_years,
    )
    if label.renewal:
        yield from _renewal(label, label.renewal, messages)


def _duties(names: Names) -> Iterator[str]:
    for duty in names.label.duties:
        texts = names.words.duties[duty.id]
        yield names.messages.ngettext(
            "%(title)s: every %(num)s month from the certificate’s first day on, within %(days)s days.",
            "%(title)s: every %(num)s months from the certificate’s first day on, within %(days)s days.",
            duty.every_months,
            title=texts.title,
            days=duty.days,
        )
        yield texts.description


def _renewed(label: Label, messages: Messages) -> Iterator[str]:
    """How long a renewal holds."""
    if label.renewal:
        yield _years_added(label.renewal, messages)


def _years_added(renewal: Renewal, messages: Messages) -> str:
    return messages.ngettext(
        "A renewal adds %(num)s year to the previous end.",
        "A renewal adds %(num)s years to the previous end.",
        renewal.years,
    )


def _renewal(label: Label, renewal: Renewal, messages: Messages) -> Iterator[str]:
    yield _years_added(renewal, messages)
    if renewal.months_late:
        yield messages.ngettext(
            "It may come up to %(num)s month after the end.",
            "It may come up to %(num)s months after the end.",
            renewal.months_late,
        )
    if renewal.is_reduced:
        yield messages.gettext("A renewal is assessed by a shorter process.")
    if renewal.panel is not None:
        yield from _panel(label, renewal.panel, messages)
