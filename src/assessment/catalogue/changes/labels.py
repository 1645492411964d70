"""What differs in the labels, and in what they share."""

from collections.abc import Iterator, Mapping
from typing import Any

from assessment.catalogue.changes.difference import Difference, Subject, listed
from assessment.catalogue.changes.texts import changed_texts
from assessment.catalogue.loader import Edition
from assessment.catalogue.numerals import mixed
from assessment.catalogue.schema.questions import QuestionEntry
from assessment.catalogue.schema.scheme import ProfileEntry
from assessment.catalogue.schema.versions import ChangeClass
from assessment.domain.criteria import Duty, Label, Panel, Scheme, Section
from assessment.domain.review_rules import ReviewRules

_OWN_TEXTS = ("language", "criteria", "labels")
"""What the texts files hold beside the wording of the scheme as a whole."""


def scheme_differences(old: Edition, new: Edition) -> Iterator[Difference]:
    """What differs in the profile, the languages, the rules of review, and the wording that all share.

    Scales and answer sets are told with the criteria that use them.
    """
    profiles = [edition.parts.scheme.profile for edition in (old, new)]
    asked = [_questions(profile) for profile in profiles]
    derived = [{f.id: f for f in profile.figures} if profile else {} for profile in profiles]
    if changed := listed(asked[0] | derived[0], asked[1] | derived[1]):
        yield Difference(Subject.SCHEME, "", ChangeClass.RESCORED, f"profile: {changed}")
    if taken := listed(*(_taken(profile) for profile in profiles)):
        message = f"profile, what is taken from the cluster's own: {taken}"
        yield Difference(Subject.SCHEME, "", ChangeClass.EDITORIAL, message)
    spoken = [dict.fromkeys(edition.scheme.languages) for edition in (old, new)]
    if changed := listed(*spoken):
        yield Difference(Subject.SCHEME, "", ChangeClass.EDITORIAL, f"languages: {changed}")
    for message in _review(old.scheme, new.scheme):
        yield Difference(Subject.SCHEME, "", None, message)
    for message in changed_texts(old, new, (), _OWN_TEXTS):
        yield Difference(Subject.SCHEME, "", ChangeClass.EDITORIAL, message)


def _questions(profile: ProfileEntry | None) -> dict[str, QuestionEntry]:
    """The questions by id, apart from where their answers may come from: that bears on no score."""
    asked = profile.questions if profile else []
    return {q.id: q.model_copy(update={"from_cluster": None}) for q in asked}


def _taken(profile: ProfileEntry | None) -> dict[str, str]:
    asked = profile.questions if profile else []
    return {q.id: q.from_cluster.value for q in asked if q.from_cluster is not None}


def _review(old: Scheme, new: Scheme) -> Iterator[str]:
    """The rules of review that are others now, and the cases on which reviewers calibrate."""
    for key in ReviewRules.__slots__:
        was, now = getattr(old.review, key), getattr(new.review, key)
        if was != now:
            yield f"review.{key}: {_in_words(was)}, now {_in_words(now)}"
    if changed := listed(*({a.id: a for a in scheme.anchors} for scheme in (old, new))):
        yield f"anchors: {changed}"


def _in_words(value: int | tuple[int, ...]) -> str:
    if isinstance(value, int):
        return str(value)
    return ", ".join(map(str, value)) or "none"


def label_differences(old: Edition, new: Edition) -> Iterator[Difference]:
    """What differs in the labels, those that are gone and new among them."""
    before = {label.id: label for label in old.scheme}
    after = {label.id: label for label in new.scheme}
    for key in dict.fromkeys((*before, *after)):
        if key not in after:
            yield Difference(Subject.LABEL, key, ChangeClass.RETIRED, "no longer in the scheme")
        elif key not in before:
            yield Difference(Subject.LABEL, key, ChangeClass.NEW, "new")
        else:
            yield from _of_label(before[key], after[key])
            for message in changed_texts(old, new, ("labels", key)):
                yield Difference(Subject.LABEL, key, ChangeClass.EDITORIAL, message)


def _of_label(old: Label, new: Label) -> Iterator[Difference]:
    for message in (*_scored(old, new), *_sections(old, new)):
        yield Difference(Subject.LABEL, new.id, ChangeClass.RESCORED, message)
    for key, was in _procedure(old).items():
        now = _procedure(new)[key]
        if was != now:
            yield Difference(Subject.LABEL, new.id, None, f"{key}: {was}, now {now}")
    order = [[c.id for c in label.criteria] for label in (old, new)]
    if order[0] != order[1] and sorted(order[0]) == sorted(order[1]):
        message = "the order of the criteria"
        yield Difference(Subject.LABEL, new.id, ChangeClass.EDITORIAL, message)


def _scored(old: Label, new: Label) -> Iterator[str]:
    """What decides whether the label is reached, beside its criteria."""
    if old.threshold != new.threshold:
        was, now = (mixed(t) if t else "none" for t in (old.threshold, new.threshold))
        yield f"threshold: {was}, now {now}"
    if old.points != new.points:
        yield f"points in all: {mixed(old.points)}, now {mixed(new.points)}"
    if old.aggregation is not new.aggregation:
        yield f"aggregate: {old.aggregation}, now {new.aggregation}"
    if changed := listed(*({r.id: r.condition for r in x.eligibility} for x in (old, new))):
        yield f"eligibility: {changed}"
    if old.prerequisite != new.prerequisite:
        yield "prerequisite"
    if old.improvements != new.improvements:
        yield "improvements"


def _sections(old: Label, new: Label) -> Iterator[str]:
    before = {section.id: section for section in old.sections}
    after = {section.id: section for section in new.sections}
    if changed := listed(dict.fromkeys(before), dict.fromkeys(after)):
        yield f"sections: {changed}"
    for key in before:
        if key in after:
            yield from _of_section(before[key], after[key])


def _of_section(old: Section, new: Section) -> Iterator[str]:
    was, now = _section_rules(old), _section_rules(new)
    for key in was:
        if was[key] != now[key]:
            yield f"section {new.id}: {key} {was[key]}, now {now[key]}"


def _section_rules(section: Section) -> Mapping[str, str]:
    return {
        "minimum": mixed(section.minimum) if section.minimum else "none",
        "aggregate": str(section.aggregation),
        "exclude_at_most": f"{mixed(section.exclude_at_most * 100)} percent",
    }


def _procedure(label: Label) -> Mapping[str, Any]:
    """What bears on how the label is assessed and given, in words."""
    asking, renewal = label.clarification, label.renewal
    again = f", {renewal.years} more within {renewal.months_late} months" if renewal else ""
    reduced = ", reduced" if renewal and renewal.is_reduced else ""
    return {
        "tier": str(label.tier),
        "panel": _panel(label.panel),
        "clarification": f"{asking.rounds} times {asking.days} days" if asking else "none",
        "validity": f"{label.validity_years} years{again}{reduced}",
        "renewal.panel": _panel(renewal.panel) if renewal and renewal.panel else "the label's",
        "duties": "; ".join(_duty(duty) for duty in label.duties) or "none",
    }


def _panel(panel: Panel) -> str:
    return (
        f"{panel.reviewers} ({panel.national} national, {panel.foreign} foreign,"
        f" visit {panel.visit}, hours {panel.hours or 'open'})"
    )


def _duty(duty: Duty) -> str:
    return f"{duty.id} every {duty.every_months} months within {duty.days} days"
