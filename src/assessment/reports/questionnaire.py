"""The questionnaire of a label, to be filled in on paper or in a spreadsheet."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from fractions import Fraction

from markupsafe import Markup

from assessment.catalogue.wording import Text
from assessment.domain.questions import QuestionType
from assessment.reports.rendering import render


@dataclass(frozen=True, slots=True)
class OptionFacts:
    """Something to choose, with its id in the criteria files."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class FieldFacts:
    """A blank to fill in: one question, or one column of a question that is a table.

    `entry` says what may be written, `unit` what stands behind it, `condition` when it is asked
    ("" always); `rows_*` are a table's least and most rows.
    """

    id: str
    type: QuestionType
    label: str
    help: str
    entry: str
    unit: str
    is_required: bool
    options: tuple[OptionFacts, ...] = ()
    choose_at_most: int | None = None
    at_least: Fraction | None = None
    at_most: Fraction | None = None
    columns: tuple["FieldFacts", ...] = ()
    rows_at_least: int = 0
    rows_at_most: int = 0
    condition: str = ""


@dataclass(frozen=True, slots=True)
class FigureFacts:
    """A figure that nobody types in: its name, how it comes about, and what it must be."""

    name: str
    formula: str
    unit: str
    bounds: str = ""


@dataclass(frozen=True, slots=True)
class RatingFacts:
    """How answers make a level: a sentence and, under two heads, what leads to what.

    The second cell of a row may hold several lines. `parts` are the ratings that are put together.
    """

    sentence: str
    heads: tuple[str, str] = ("", "")
    rows: tuple[tuple[str, tuple[str, ...]], ...] = ()
    parts: tuple["RatingFacts", ...] = ()


@dataclass(frozen=True, slots=True)
class LevelFacts:
    """A rating level with its description; `is_minimum` marks the lowest that is accepted."""

    value: int
    name: str
    description: str
    is_minimum: bool


@dataclass(frozen=True, slots=True)
class CriterionFacts:
    """One criterion with its blanks and, in sentences, every rule on it.

    `is_chosen` says that the cluster ticks the level itself. `evidence_rows` are the blanks for
    evidence, none where no rule asks for any.
    """

    id: str
    number: str
    title: str
    question: str
    why: str
    evidence: str
    references: tuple[str, ...]
    is_future: bool
    is_chosen: bool
    asks_justification: bool
    points: str
    minimum: str
    minimum_level: str
    obligation: str
    condition: str
    not_applicable: str
    support: tuple[str, ...]
    evidence_rows: int
    fields: tuple[FieldFacts, ...]
    figures: tuple[FigureFacts, ...]
    rating: RatingFacts | None
    levels: tuple[LevelFacts, ...]


@dataclass(frozen=True, slots=True)
class SectionFacts:
    """A section with what it is worth and, in sentences, how its points come about."""

    id: str
    number: int
    title: str
    intro: str
    points: str
    minimum: str
    rules: tuple[str, ...]
    criteria: tuple[CriterionFacts, ...]


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """One thing that the label asks, in sentences."""

    term: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EligibilityFacts:
    """A condition on the cluster: the scheme's own sentence, and the answers that decide it."""

    sentence: str
    condition: str


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    """What is asked about the cluster itself."""

    title: str
    intro: str
    fields: tuple[FieldFacts, ...]
    figures: tuple[FigureFacts, ...]


@dataclass(frozen=True, slots=True)
class QuestionnaireFacts:
    """Everything that stands in the questionnaire of one label, in words of its language.

    `profile` is None where a scheme asks nothing about the cluster itself.
    """

    language: str
    scheme_id: str
    scheme_title: str
    scheme_version: str
    scheme_note: str
    scheme_digest: str
    label_id: str
    tier: str
    label_title: str
    label_claim: str
    label_description: str
    issuer: str
    made_on: date
    threshold: str
    eligibility: tuple[EligibilityFacts, ...]
    rules: tuple[RuleFacts, ...]
    profile: ProfileFacts | None
    sections: tuple[SectionFacts, ...]

    @property
    def criteria(self) -> tuple[CriterionFacts, ...]:
        return tuple(criterion for section in self.sections for criterion in section.criteria)

    @property
    def minimums(self) -> tuple[CriterionFacts, ...]:
        """The criteria that have a minimum."""
        return tuple(criterion for criterion in self.criteria if criterion.minimum)

    def standing_in(self) -> tuple[int, int]:
        """How many texts stand in the source language, and how many translate an earlier wording."""
        return standing_in(self, self.language)


def standing_in(facts: object, language: str) -> tuple[int, int]:
    """Of all texts of the scheme in some facts: how many are foreign, and how many outdated."""
    texts = list(_texts(facts))
    return sum(is_foreign(text, language) for text in texts), sum(t.is_outdated for t in texts)


def _texts(value: object) -> Iterator[Text]:
    """Every text of the scheme in the facts."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))


def is_foreign(text: str, language: str) -> bool:
    """Whether the text stands in for one that the language lacks."""
    written_in = text.language if isinstance(text, Text) else ""
    return written_in not in ("", language)


def marked(text: str, language: str) -> str:
    """A plain text of the scheme, with its language or a star behind it where it is not exact."""
    if is_foreign(text, language) and isinstance(text, Text):
        return f"{text} [{text.language.upper()}]"
    return f"{text} *" if isinstance(text, Text) and text.is_outdated else text


def wording(language: str) -> Callable[[str], Markup]:
    """Prints a text of the scheme, marked where it is not in the language or no longer exact."""

    def print_text(text: str) -> Markup:
        if is_foreign(text, language) and isinstance(text, Text):
            mark = Markup('<span lang="{0}">{1}</span> <span class="mark">{2}</span>')
            return mark.format(text.language, str(text), text.language.upper())
        if isinstance(text, Text) and text.is_outdated:
            return Markup('{0} <span class="mark">*</span>').format(str(text))
        return Markup.escape(text)

    return print_text


def questionnaire_html(facts: QuestionnaireFacts) -> str:
    """The questionnaire as HTML for print."""
    return render(
        "pdf/questionnaire.html",
        facts.language,
        facts=facts,
        text=wording(facts.language),
    )
