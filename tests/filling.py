"""What somebody could answer: values for the questions of any label, leading to a chosen level.

Nothing here computes a level: values are tried until the scoring core itself finds the level.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from fractions import Fraction
from itertools import islice, product
from typing import Any

from assessment.domain.answers import Answer, AnswerSheet
from assessment.domain.conditions import Comparison, Condition, LevelReached, Not, Status
from assessment.domain.criteria import Criterion, CriterionStatus, EvidenceKind, Label
from assessment.domain.facts import Facts
from assessment.domain.questions import Question, QuestionType, Reference, plain
from assessment.domain.rating import Bands, ByChoice, Ladder, Lowest, Mean, Rating, Tally
from assessment.domain.scorecard import ConditionKind
from assessment.domain.scoring import score

NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
FRESH = max(NOON, datetime.now(UTC)).date()
"""The day of evidence that no rule finds too old, whether scored at `NOON` or by a running page."""

TRIES = 20_000
_NUMBERS = tuple(Fraction(number) for number in (100, 20, 1, 0, 1000))
_FILE = "1"


def evidence_asked(criterion: Criterion, level: int) -> list[EvidenceKind]:
    """The fewest pieces, by kind, that meet every rule on evidence for a claim of that level."""
    most: dict[EvidenceKind, int] = {}
    for rule in criterion.support.evidence_rules(level):
        kind = min(rule.kinds, default=EvidenceKind.DOCUMENT)
        most[kind] = max(rule.at_least, most.get(kind, 0))
    return [kind for kind, number in most.items() for _ in range(number)]


@dataclass
class Filling:
    """A label's questions, answered one after the other; what is answered stands in `sheet`."""

    label: Label
    profile: dict[str, Any] = field(default_factory=dict)
    sheet: AnswerSheet = field(init=False)

    def __post_init__(self) -> None:
        ample = {question.id: ample_value(question) for question in self.label.profile}
        self.profile = ample | self.profile
        self.sheet = AnswerSheet(profile=self.profile, on=NOON.date())
        eligibility = score(self.label, self.sheet).of_kind(ConditionKind.ELIGIBILITY)
        assert {condition.status for condition in eligibility} <= {Status.MET}

    def is_asked(self, criterion: Criterion) -> bool:
        """Whether there is something to answer, by what is answered so far."""
        facts = Facts(self.label, self.sheet)
        return criterion.status is CriterionStatus.ACTIVE and facts.applies(criterion)

    def answer(self, criterion: Criterion, level: int) -> dict[str, Any]:
        """Values for the criterion's questions which make the level, where answers make it."""
        chosen = level if criterion.is_chosen else None
        for values in islice(self._tries(criterion), TRIES):
            answer = Answer(chosen, values=values)
            sheet = replace(self.sheet, answers={**self.sheet.answers, criterion.id: answer})
            facts = Facts(self.label, sheet)
            is_there = not criterion.is_rated or facts.level(criterion) == level
            figures = criterion.figures
            is_true = not any(each.is_out_of_bounds(facts.figure(each)) for each in figures)
            if is_there and is_true and not facts.open_questions(criterion.id):
                self.sheet = sheet
                return values
        raise AssertionError(f"no values found that lead {criterion.id} to level {level}")

    def _tries(self, criterion: Criterion) -> Iterator[dict[str, Any]]:
        base = {question.id: ample_value(question) for question in criterion.questions}
        base |= self._improvement(criterion)
        if criterion.rating is None:
            yield from _small(criterion, base)
            yield base
            return
        bearing = [q for q in criterion.questions if q.id in _bearing(criterion)]
        bounds = _bounds(criterion)
        for chosen in product(*(list(_candidates(question, bounds)) for question in bearing)):
            given = zip((question.id for question in bearing), chosen, strict=True)
            yield {**base, **dict(given)}

    def _improvement(self, criterion: Criterion) -> dict[str, Any]:
        """What an improvement area names: the next option, which no other area names."""
        rule = self.label.improvements
        if rule is None or criterion.id not in rule.criteria:
            return {}
        options = criterion.question(rule.named_by).options
        return {rule.named_by: [options[rule.criteria.index(criterion.id)]]}


def _small(criterion: Criterion, base: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The values with small numbers first, where there are figures that have bounds."""
    if all(figure.at_most is None for figure in criterion.figures):
        return
    counted = [question for question in criterion.questions if question.type.is_number]
    choices = (sorted(_candidates(question, ()), key=Fraction) for question in counted)
    for chosen in product(*choices):
        yield {**base, **dict(zip((question.id for question in counted), chosen, strict=True))}


def ample_value(question: Question) -> Any:
    """A plain value that the question takes and that says much: yes, everything, a large number."""
    return next(_candidates(question, ()))


def _candidates(question: Question, bounds: tuple[Fraction, ...]) -> Iterator[Any]:
    """Values that the question takes, as plain JSON, the most promising first."""
    if question.type.is_number:
        yield from (plain(number) for number in _numbers(question, bounds))
        return
    match question.type:
        case QuestionType.YES_NO:
            yield from (True, False)
        case QuestionType.CHOICE:
            yield from question.options
        case QuestionType.CHOICES:
            together = [option for option in question.options if option != question.alone]
            most = question.choose_at_most or len(together)
            yield from (together[:number] for number in range(most, 0, -1))
            yield from ([option] for option in question.options)
        case QuestionType.DATE:
            years = {int(bound) for bound in bounds if 0 <= bound < 100} or {10}
            yield from (date(NOON.year - y, 1, 1).isoformat() for y in sorted(years, reverse=True))
            yield date(NOON.year, 1, 1).isoformat()
        case QuestionType.LINK:
            yield "https://timber.example/answer"
        case QuestionType.FILE:
            yield _FILE
        case QuestionType.TABLE:
            yield from _rows(question, bounds)
        case _:
            yield f"What is to be said of {question.id}."


def _numbers(question: Question, bounds: tuple[Fraction, ...]) -> Iterator[Fraction]:
    least, most = question.at_least, question.at_most
    ends = [end for end in (most, least) if end is not None]
    for number in dict.fromkeys((*sorted(bounds, reverse=True), *_NUMBERS, *ends)):
        is_whole = number.denominator == 1 or question.type is not QuestionType.WHOLE
        is_within = (least is None or number >= least) and (most is None or number <= most)
        if is_whole and is_within:
            yield number


def _rows(question: Question, bounds: tuple[Fraction, ...]) -> Iterator[Any]:
    """Tables whose first row bears the numbers and whose others, if any have to be, the least."""
    columns = [list(_candidates(column, bounds)) for column in question.columns]
    for cells in product(*columns):
        first = dict(zip((column.id for column in question.columns), cells, strict=True))
        yield [first] * max(1, question.rows_at_least)


def _bearing(criterion: Criterion) -> set[str]:
    """The names of what the criterion's level rests on, also through figures."""
    operands = {figure.id: {o.name for o in figure.operands} for figure in criterion.figures}
    found = {reference.name for reference in _references(criterion.rating)}
    while not found >= (more := {o for name in found for o in operands.get(name, ())}):
        found |= more
    return found


def _references(part: Rating | Condition | None) -> Iterator[Reference]:
    match part:
        case Bands() | ByChoice() | Tally() | Comparison():
            yield part.of
        case Lowest() | Mean():
            for inner in part.of:
                yield from _references(inner)
        case Ladder():
            for _level, condition in part.rungs:
                yield from _references(condition)
        case Not():
            yield from _references(part.condition)
        case None | LevelReached():
            return
        case _:
            for condition in part.conditions:
                yield from _references(condition)


def _bounds(criterion: Criterion) -> tuple[Fraction, ...]:
    """The numbers with which the criterion's rating compares."""
    return tuple(dict.fromkeys(_numbers_in(criterion.rating)))


def _numbers_in(part: Rating | Condition | None) -> Iterator[Fraction]:
    match part:
        case Bands():
            yield from (bound for _level, bound in part.bounds)
            yield from (bound + 1 for _level, bound in part.bounds if part.is_falling)
        case Lowest() | Mean():
            for inner in part.of:
                yield from _numbers_in(inner)
        case Ladder():
            for _level, condition in part.rungs:
                yield from _numbers_in(condition)
        case Comparison():
            values = part.value if isinstance(part.value, tuple) else (part.value,)
            yield from (value for value in values if isinstance(value, Fraction))
        case Not():
            yield from _numbers_in(part.condition)
        case None | LevelReached() | ByChoice() | Tally():
            return
        case _:
            for condition in part.conditions:
                yield from _numbers_in(condition)
