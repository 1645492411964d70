"""How answers make figures and rating levels, in words and small tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from assessment.domain.conditions import All, Condition
from assessment.domain.criteria import Criterion
from assessment.domain.figures import Figure, Operation
from assessment.domain.rating import Bands, ByChoice, Ladder, Lowest, Mean, Rating, Tally
from assessment.reports.questionnaire import RatingFacts
from assessment.reports.words.conditions import condition_words
from assessment.reports.words.names import Names

_SIGNS = {Operation.SUM: " + ", Operation.DIFFERENCE: " − ", Operation.RATIO: " ÷ "}


def figure_words(figure: Figure, owner: str, names: Names) -> str:
    """How a derived figure comes about: `“Copies” ÷ “Files” × 100`."""
    _ = names.messages.gettext
    operands = [names.reference(operand, owner) for operand in figure.operands]
    if figure.operation is Operation.YEARS_SINCE:
        return _("whole years since %(date)s", date=operands[0])
    formula = _SIGNS[figure.operation].join(operands)
    return f"{formula} × 100" if figure.in_percent else formula


def rating_words(criterion: Criterion, names: Names) -> RatingFacts | None:
    """How the criterion's level comes about; None where the cluster chooses it, or there is none."""
    return _Rated(criterion, names).say(criterion.rating) if criterion.rating else None


@dataclass(frozen=True, slots=True)
class _Rated:
    """Says how the level of one criterion comes about."""

    criterion: Criterion
    names: Names

    def say(self, rating: Rating) -> RatingFacts:
        match rating:
            case Bands():
                return self._bands(rating)
            case ByChoice():
                return self._choice(rating)
            case Tally():
                return self._tally(rating)
            case Ladder():
                return self._ladder(rating)
        return self._together(rating)

    def _level(self, level: int) -> str:
        return self.names.level(self.criterion.id, level)

    @property
    def _lowest(self) -> str:
        return self._level(self.criterion.scale.lowest)

    def _bands(self, bands: Bands) -> RatingFacts:
        _, amount = self.names.messages.gettext, partial(self.names.amount, bands.of)
        first = amount(bands.bounds[0][1])
        otherwise = (
            _("more than %(value)s", value=first)
            if bands.is_falling
            else _("less than %(value)s", value=first)
        )
        rows = [(self._lowest, (otherwise,))]
        rows += [
            (self._level(level), (self._band(amount(bound), is_falling=bands.is_falling),))
            for level, bound in bands.bounds
        ]
        name = self.names.reference(bands.of, self.criterion.id)
        sentence = _("The highest level whose figure is reached counts.")
        return RatingFacts(sentence, (_("Level"), name), tuple(rows))

    def _band(self, amount: str, *, is_falling: bool) -> str:
        _ = self.names.messages.gettext
        if is_falling:
            return _("at most %(value)s", value=amount)
        return _("at least %(value)s", value=amount)

    def _options(self, rating: ByChoice | Tally) -> Sequence[tuple[str, str]]:
        """The options with their texts, in the order in which they are asked."""
        of, names = rating.of, self.names
        question = names.question(of)
        texts = names.question_texts(of.owner, of.name)
        options = question.options if question else ()
        return [(option, names.option(question, option, texts)) for option in options if question]

    def _choice(self, rating: ByChoice) -> RatingFacts:
        _ = self.names.messages.gettext
        rows = tuple(
            (text, (self._level(rating.levels[option]),))
            for option, text in self._options(rating)
            if option in rating.levels
        )
        heads = (self.names.reference(rating.of, self.criterion.id), _("Level"))
        return RatingFacts(_("The answer decides the level."), heads, rows)

    def _tally(self, rating: Tally) -> RatingFacts:
        messages = self.names.messages
        _ = messages.gettext
        sentence = _(
            "The level is %(lowest)s, plus what the ticked options are worth, at most %(cap)s.",
            lowest=self._lowest,
            cap=f"+{rating.cap}",
        )
        rows = tuple(
            (text, (f"+{rating.worth.get(option, 0)}",)) for option, text in self._options(rating)
        )
        heads = (self.names.reference(rating.of, self.criterion.id), _("Worth"))
        return RatingFacts(sentence, heads, rows)

    def _ladder(self, rating: Ladder) -> RatingFacts:
        _ = self.names.messages.gettext
        rungs = ((self._level(level), self._rung(condition)) for level, condition in rating.rungs)
        rows = ((self._lowest, (_("otherwise"),)), *rungs)
        sentence = _(
            "The highest level counts whose conditions hold together with those of all levels below."
        )
        return RatingFacts(sentence, (_("Level"), _("Conditions")), rows)

    def _rung(self, condition: Condition) -> tuple[str, ...]:
        parts = condition.conditions if isinstance(condition, All) else (condition,)
        return tuple(condition_words(part, self.criterion.id, self.names) for part in parts)

    def _together(self, rating: Lowest | Mean) -> RatingFacts:
        _ = self.names.messages.gettext
        sentence = (
            _("The lowest of these levels counts.")
            if isinstance(rating, Lowest)
            else _("The mean of these levels counts, rounded down.")
        )
        return RatingFacts(sentence, parts=tuple(self.say(part) for part in rating.of))
