"""From files without faults to the frozen scheme that the rest of the house works with."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from assessment.catalogue.parts import SchemeParts
from assessment.catalogue.schema.conditions import ConditionEntry
from assessment.catalogue.schema.criteria import (
    ComparedEntry,
    CriterionEntry,
    CriterionRules,
    RatingEntry,
)
from assessment.catalogue.schema.labels import (
    AskedSection,
    LabelFile,
    PanelRule,
    RenewalRule,
)
from assessment.catalogue.schema.questions import ColumnEntry, FigureEntry, QuestionEntry
from assessment.catalogue.schema.scheme import ReviewEntry
from assessment.domain.compared import Compared
from assessment.domain.conditions import (
    All,
    AnyOf,
    Comparison,
    Condition,
    LevelReached,
    Not,
    Operator,
)
from assessment.domain.criteria import (
    UNRATED,
    Clarification,
    Criterion,
    CriterionStatus,
    Duty,
    Eligibility,
    EvidenceRule,
    Improvements,
    Label,
    NotApplicable,
    Panel,
    Prerequisite,
    RatingScale,
    Renewal,
    Scheme,
    Section,
    SupportRule,
)
from assessment.domain.figures import Figure, Operation
from assessment.domain.questions import PROFILE, ROW_LIMIT, Question, QuestionType, Reference
from assessment.domain.rating import Bands, ByChoice, Ladder, Lowest, Mean, Rating, Tally
from assessment.domain.review_rules import Anchor, ReviewRules

_HUNDRED = Fraction(100)


def build_scheme(parts: SchemeParts) -> Scheme:
    """The frozen scheme of files without faults."""
    asked = {asked.id for key in parts.scheme.labels for _section, asked in parts.asked(key)}
    bank = {key: _criterion(parts, parts.entries[key]) for key in asked}
    return Scheme(
        parts.scheme.id,
        parts.scheme.version,
        tuple(parts.scheme.languages),
        tuple(_label(parts, parts.labels[key], bank) for key in parts.scheme.labels),
        _review_rules(parts.scheme.review),
        tuple(Anchor(a.id, a.criterion, a.level) for a in parts.anchors.anchors)
        if parts.anchors
        else (),
    )


def _review_rules(entry: ReviewEntry) -> ReviewRules:
    """The rules of review as the file has them, or as they usually are."""
    lists = {key: tuple(getattr(entry, key)) for key in ("reminder_days", "validity_reminder_days")}
    return ReviewRules(**(dict(entry) | lists))


def reference(owner: str, written: str) -> Reference:
    """What a name in a file refers to, where it stands in the criterion (or profile) `owner`."""
    place, _, name = written.rpartition("/")
    first, _, column = name.partition(".")
    return Reference(place or owner, first, column or None)


def condition(owner: str, entry: ConditionEntry) -> Condition:
    """The condition that an entry states."""
    if entry.all_of is not None:
        return All(tuple(condition(owner, inner) for inner in entry.all_of))
    if entry.any_of is not None:
        return AnyOf(tuple(condition(owner, inner) for inner in entry.any_of))
    if entry.negated is not None:
        return Not(condition(owner, entry.negated))
    if entry.level_of is not None:
        return LevelReached(entry.level_of, int(entry.at_least or 0))
    for operator in Operator:
        value: Any = getattr(entry, operator)
        if value is not None:
            value = tuple(value) if isinstance(value, list) else value
            return Comparison(reference(owner, entry.of or ""), operator, value)
    raise AssertionError("the schema lets no other condition through")


def rating(owner: str, entry: RatingEntry, levels: list[int]) -> Rating:
    """How answers make a level, as the entry says, on a scale of these levels."""
    if entry.bands is not None:
        bounds = entry.bands.at_least or entry.bands.at_most or {}
        of = reference(owner, entry.bands.of)
        return Bands(of, tuple(bounds.items()), is_falling=entry.bands.at_least is None)
    if entry.choice is not None:
        return ByChoice(reference(owner, entry.choice.of), dict(entry.choice.levels))
    if entry.tally is not None:
        cap = min(entry.tally.cap or levels[-1], levels[-1] - levels[0])
        return Tally(reference(owner, entry.tally.of), dict(entry.tally.worth), cap)
    if entry.ladder is not None:
        rungs = sorted(entry.ladder.items())
        return Ladder(
            tuple((at, All(tuple(condition(owner, rung) for rung in c))) for at, c in rungs)
        )
    inner = tuple(rating(owner, part, levels) for part in entry.lowest or entry.mean or ())
    return Lowest(inner) if entry.lowest is not None else Mean(inner)


def _question(parts: SchemeParts, owner: str, entry: ColumnEntry) -> Question:
    asked = entry if isinstance(entry, QuestionEntry) else None
    is_share = entry.type is QuestionType.PERCENTAGE
    when = asked.when if asked else None
    return Question(
        entry.id,
        entry.type,
        entry.obligation,
        unit=entry.unit,
        currency=entry.currency,
        at_least=Fraction(0) if is_share and entry.at_least is None else entry.at_least,
        at_most=_HUNDRED if is_share and entry.at_most is None else entry.at_most,
        options=tuple(parts.options(entry)),
        answer_set=entry.answers,
        criteria_of=asked.criteria_of if asked else None,
        choose_at_most=asked.choose_at_most if asked else None,
        alone=asked.alone if asked else None,
        columns=tuple(_question(parts, owner, c) for c in (asked and asked.columns) or ()),
        rows_at_least=(asked and asked.rows_at_least) or 0,
        rows_at_most=(asked and asked.rows_at_most) or ROW_LIMIT,
        not_after_today=bool(entry.not_after_today),
        from_cluster=asked.from_cluster if asked else None,
        when=condition(owner, when) if when else None,
    )


def _figure(owner: str, entry: FigureEntry) -> Figure:
    operation = next(op for op in Operation if getattr(entry, op) is not None)
    operands = tuple(reference(owner, operand) for operand in entry.operands)
    return Figure(
        entry.id,
        operation,
        operands,
        entry.in_percent,
        entry.unit,
        entry.at_least,
        entry.at_most,
    )


def _label(parts: SchemeParts, file: LabelFile, bank: Mapping[str, Criterion]) -> Label:
    profile = parts.scheme.profile
    rules = {rule.id: rule.when for rule in parts.scheme.eligibility}
    renewal, wanted = file.validity.renewal, file.prerequisite
    return Label(
        file.id,
        file.tier,
        tuple(_sections(parts, file, bank)),
        file.threshold,
        _panel(file.panel),
        file.validity.years,
        _renewal(renewal) if renewal else None,
        file.aggregate,
        tuple(_question(parts, PROFILE, q) for q in profile.questions) if profile else (),
        tuple(_figure(PROFILE, f) for f in profile.figures) if profile else (),
        tuple(Eligibility(key, condition(PROFILE, rules[key])) for key in file.eligibility),
        Prerequisite(wanted.label, wanted.months_at_least, wanted.months_at_most)
        if wanted
        else None,
        Improvements(tuple(file.improvements.criteria), file.improvements.named_by)
        if file.improvements
        else None,
        Clarification(file.clarification.rounds, file.clarification.days)
        if file.clarification
        else None,
        tuple(Duty(duty.id, duty.every_months, duty.days) for duty in file.duties),
    )


def _panel(rule: PanelRule) -> Panel:
    return Panel(*(getattr(rule, key) for key in Panel.__slots__))


def _renewal(rule: RenewalRule) -> Renewal:
    panel = _panel(rule.panel) if rule.panel else None
    return Renewal(rule.years, rule.months_late, rule.is_reduced, panel)


def _sections(
    parts: SchemeParts, file: LabelFile, bank: Mapping[str, Criterion]
) -> Iterator[Section]:
    weights = sum(section.weight or 0 for section in file.sections)
    for number, (asked, is_included) in enumerate(parts.sections(file.id), 1):
        whole = asked.points
        if file.points is not None and not is_included:
            whole = file.points * (asked.weight or 0) / weights
        yield Section(
            asked.id,
            number,
            tuple(_criteria(bank, asked, number, whole)),
            asked.minimum,
            asked.aggregate,
            Fraction(asked.exclude_at_most, 100),
        )


def _criteria(
    bank: Mapping[str, Criterion], section: AskedSection, number: int, whole: Fraction | None
) -> Iterator[Criterion]:
    """The section's criteria; where `whole` points are to be shared out, by their weights."""
    weights = sum(
        asked.weight or 0
        for asked in section.criteria
        if bank[asked.id].status is CriterionStatus.ACTIVE
    )
    for position, asked in enumerate(section.criteria, 1):
        points = asked.points or Fraction(0)
        if whole is not None and asked.weight is not None:
            points = whole * asked.weight / weights
        yield replace(
            bank[asked.id],
            number=f"{number}.{position}",
            points=points,
            minimum=asked.minimum,
            obligation=asked.obligation,
        )


def _criterion(parts: SchemeParts, entry: CriterionEntry) -> Criterion:
    """A criterion of the bank, before a label gives it a number, points and a minimum."""
    levels = parts.levels(entry)
    defaults = parts.bank.defaults
    return Criterion(
        entry.id,
        "",
        RatingScale(parts.scale_id(entry) or "", tuple(levels)) if levels else UNRATED,
        support_rule(entry, defaults),
        Fraction(0),
        status=entry.status,
        questions=tuple(_question(parts, entry.id, question) for question in entry.questions),
        figures=tuple(_figure(entry.id, figure) for figure in entry.figures),
        rating=rating(entry.id, entry.rating, levels) if entry.rating else None,
        not_applicable=entry.not_applicable or defaults.not_applicable or NotApplicable.FORBID,
        when=condition(entry.id, entry.when) if entry.when else None,
        checks=tuple(entry.checks),
        effort=tuple(_efforts(entry, defaults, levels)),
        compared=_compared(entry.id, entry.compared) if entry.compared else None,
    )


def _compared(owner: str, entry: ComparedEntry) -> Compared:
    return Compared(reference(owner, entry.of), entry.better, entry.yellow, entry.green)


def support_rule(entry: CriterionEntry, defaults: CriterionRules) -> SupportRule:
    """What a claim must be supported by: the criterion's own rule, or the default."""
    justification = entry.justification or defaults.justification
    evidence = entry.evidence if entry.evidence is not None else defaults.evidence
    return SupportRule(
        justification.from_level if justification else None,
        tuple(
            EvidenceRule(
                rule.from_level,
                rule.at_least,
                frozenset(rule.kinds or ()),
                rule.months_old_at_most,
            )
            for rule in evidence or ()
        ),
    )


def _efforts(entry: CriterionEntry, defaults: CriterionRules, levels: list[int]) -> Iterator[int]:
    """What each step up the scale costs, from the lowest on."""
    effort = entry.effort or defaults.effort or 1
    for level in levels[1:]:
        yield effort if isinstance(effort, int) else effort.get(level, 1)
