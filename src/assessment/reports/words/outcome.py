"""How the conditions of a label stand for a submission, in sentences."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from assessment.domain.conditions import Comparison, Condition, Operator, Status
from assessment.domain.criteria import Prerequisite
from assessment.domain.questions import PROFILE
from assessment.domain.scorecard import ConditionKind, LabelCondition, Scorecard
from assessment.reports.findings import ConditionFinding
from assessment.reports.words.conditions import condition_words
from assessment.reports.words.names import Names
from assessment.reports.words.values import amount_words

_DECIMALS = 100


def condition_findings(
    card: Scorecard, names: Names, *, is_draft: bool = False
) -> Iterator[ConditionFinding]:
    """Every condition of the label in its order; the minimums of criteria as one.

    Of a draft the day that counts is that of the scorecard, and not that of a submission.
    """
    said = _Outcome(card, names, is_draft)
    minimums = card.of_kind(ConditionKind.MINIMUM)
    for condition in card.conditions:
        if condition.kind is not ConditionKind.MINIMUM:
            yield said.say(condition)
        elif condition is minimums[0]:
            yield said.minimums(minimums)


def other_findings(
    conditions: Iterable[LabelCondition], card: Scorecard, names: Names
) -> Iterator[ConditionFinding]:
    """Some conditions of a draft's label, one by one, without the minimums of criteria."""
    said = _Outcome(card, names, is_draft=True)
    for condition in conditions:
        if condition.kind is not ConditionKind.MINIMUM:
            yield said.say(condition)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """Says how one scorecard stands to the conditions of its label."""

    card: Scorecard
    names: Names
    is_draft: bool = False

    def say(self, condition: LabelCondition) -> ConditionFinding:
        match condition.kind:
            case ConditionKind.ELIGIBILITY:
                return self._eligibility(condition)
            case ConditionKind.PREREQUISITE:
                return self._prerequisite(condition)
            case ConditionKind.COMPLETE:
                return self._complete(condition)
            case ConditionKind.IMPROVEMENTS:
                return self._improvements(condition)
            case ConditionKind.SECTION:
                return self._section(condition)
        return self._threshold(condition)

    def minimums(self, minimums: tuple[LabelCondition, ...]) -> ConditionFinding:
        messages, count = self.names.messages, len(minimums)
        found = Counter(condition.status for condition in minimums)
        missed, is_open = found[Status.MISSED], found[Status.UNDETERMINED]
        sentences = []
        if missed:
            sentences.append(
                messages.ngettext(
                    "Minimums: %(num)s of %(count)s is not reached.",
                    "Minimums: %(num)s of %(count)s are not reached.",
                    missed,
                    count=count,
                )
            )
        if is_open:
            sentences.append(
                messages.ngettext(
                    "Minimums: %(num)s of %(count)s is open.",
                    "Minimums: %(num)s of %(count)s are open.",
                    is_open,
                    count=count,
                )
            )
        text = " ".join(sentences) or messages.gettext(
            "Minimums: all %(count)s are reached.", count=count
        )
        return ConditionFinding(self.card.minimums, text)

    def _eligibility(self, found: LabelCondition) -> ConditionFinding:
        rules = self.names.label.eligibility
        condition = next(rule.condition for rule in rules if rule.id == found.subject)
        sentence = self.names.words.eligibility[found.subject]
        return ConditionFinding(found.status, sentence, self._given(found, condition))

    def _given(self, found: LabelCondition, condition: Condition) -> str:
        """What the cluster states and by how much it is off, or what would have to hold."""
        _ = self.names.messages.gettext
        if found.status is Status.UNDETERMINED:
            return _("The basic facts do not say.")
        if not isinstance(condition, Comparison) or found.actual is None:
            asked = condition_words(condition, PROFILE, self.names)
            return "" if found.status is Status.MET else _("Asked for: %(asked)s.", asked=asked)
        given = amount_words(condition.of, found.actual, self.names)
        if found.missing is None:
            return _("Stated: %(given)s.", given=given)
        off = amount_words(condition.of, found.missing, self.names)
        if condition.operator is Operator.AT_MOST:
            return _("Stated: %(given)s, which is %(off)s too much.", given=given, off=off)
        return _("Stated: %(given)s. Missing: %(off)s.", given=given, off=off)

    def _prerequisite(self, found: LabelCondition) -> ConditionFinding:
        _, rule = self.names.messages.gettext, self.names.label.prerequisite
        assert rule is not None  # noqa: S101  # asked only where there is one
        return ConditionFinding(found.status, self._held(rule), self._age(found))

    def _held(self, rule: Prerequisite) -> str:
        _, title = self.names.messages.gettext, self.names.words.labels[rule.label_id].title
        least, most = rule.months_at_least, rule.months_at_most
        if most is not None:
            return _(
                "The label “%(label)s” is held, and its certificate is %(least)s to %(most)s "
                "months old.",
                label=title,
                least=least,
                most=most,
            )
        if least:
            return self.names.messages.ngettext(
                "The label “%(label)s” is held, and its certificate is at least %(num)s month old.",
                "The label “%(label)s” is held, and its certificate is at least %(num)s months old.",
                least,
                label=title,
            )
        return _("The label “%(label)s” is held.", label=title)

    def _age(self, found: LabelCondition) -> str:
        """The age of the certificate on the day that counts, and by how much it is off."""
        messages = self.names.messages
        if found.status is Status.UNDETERMINED:
            return messages.gettext("It is not known on which day this is to be judged.")
        if found.actual is None:
            return self._not_held()
        age = self._held_for(int(found.actual))
        if not found.missing:
            return age
        is_young = found.required is not None and found.actual < found.required
        off = int(found.missing)
        short = messages.ngettext("%(num)s month is missing.", "%(num)s months are missing.", off)
        long = messages.ngettext("%(num)s month too old.", "%(num)s months too old.", off)
        return f"{age} {short if is_young else long}"

    def _not_held(self) -> str:
        if self.is_draft:
            return self.names.messages.gettext("It is not held.")
        return self.names.messages.gettext("It was not held on the day of submission.")

    def _held_for(self, months: int) -> str:
        ngettext = self.names.messages.ngettext
        if self.is_draft:
            return ngettext("Held for %(num)s month.", "Held for %(num)s months.", months)
        return ngettext(
            "On the day of submission it was %(num)s month old.",
            "On the day of submission it was %(num)s months old.",
            months,
        )

    def _complete(self, found: LabelCondition) -> ConditionFinding:
        _, counts = self.names.messages.gettext, _counts(found)
        text = _("Every criterion that must be answered is answered and supported.")
        return ConditionFinding(found.status, text, _("%(done)s of %(total)s.", **counts))

    def _improvements(self, found: LabelCondition) -> ConditionFinding:
        _, counts = self.names.messages.gettext, _counts(found)
        text = _("Each improvement area names what was improved, and no two name the same.")
        return ConditionFinding(found.status, text, _("%(done)s of %(total)s.", **counts))

    def _section(self, found: LabelCondition) -> ConditionFinding:
        _, messages = self.names.messages.gettext, self.names.messages
        section = next(s for s in self.card.sections if s.section_id == found.subject)
        title = f"{section.number} {self.names.words.sections[found.subject].title}"
        required = messages.points(found.required or Fraction(0))
        text = _("Section %(section)s: at least %(points)s points.", section=title, points=required)
        detail = _("%(points)s points reached.", points=messages.points(reached(found.actual)))
        if found.missing:
            off = messages.points(missing(found.missing))
            detail += " " + _("%(points)s points are missing.", points=off)
        return ConditionFinding(found.status, text, detail)

    def _threshold(self, found: LabelCondition) -> ConditionFinding:
        _, messages = self.names.messages.gettext, self.names.messages
        facts = {
            "points": messages.points(reached(found.actual)),
            "threshold": messages.points(found.required or Fraction(0)),
        }
        if not found.missing:
            text = _("The threshold: %(points)s points reached, %(threshold)s needed.", **facts)
            return ConditionFinding(found.status, text)
        text = _(
            "The threshold: %(points)s points reached, %(threshold)s needed, %(shortfall)s missing.",
            **facts,
            shortfall=messages.points(missing(found.missing)),
        )
        return ConditionFinding(found.status, text)


def _counts(found: LabelCondition) -> dict[str, int]:
    return {"done": int(found.actual or 0), "total": int(found.required or 0)}


def reached(points: Fraction | None) -> Fraction:
    """Points cut to two decimals: what falls short never reads as reached."""
    return Fraction(math.floor((points or Fraction(0)) * _DECIMALS), _DECIMALS)


def missing(points: Fraction) -> Fraction:
    """Missing points with two decimals, rounded up: what is missing never reads as nothing."""
    return Fraction(math.ceil(points * _DECIMALS), _DECIMALS)
