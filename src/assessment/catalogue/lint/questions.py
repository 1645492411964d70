"""The questions and figures of a criterion, or of the profile."""

from collections.abc import Iterator

from assessment.catalogue.faults import Fault
from assessment.catalogue.lint.expected import one_of
from assessment.catalogue.lint.references import (
    DATES,
    NUMBERS,
    condition_faults,
    reference_fault,
)
from assessment.catalogue.lint.repeated import repeated
from assessment.catalogue.parts import SchemeParts
from assessment.catalogue.schema.questions import ColumnEntry, FigureEntry, QuestionEntry
from assessment.catalogue.source import Place
from assessment.domain.clusters import ClusterFact, LegalForm
from assessment.domain.figures import Operation
from assessment.domain.questions import PROFILE, ROW_LIMIT

MAX_FIELDS = 20_000
"""Fields of a table with all its rows, each with its options: what a page can show at once."""


def owner_faults(parts: SchemeParts, name: str, place: Place, owner: str) -> Iterator[Fault]:
    """What is wrong with what the owner asks and derives."""
    questions, figures = parts.questions(owner), parts.figures(owner)
    places: list[Place] = [(*place, "questions", i, "id") for i in range(len(questions))]
    places += [(*place, "figures", i, "id") for i in range(len(figures))]
    ids = [question.id for question in questions] + [figure.id for figure in figures]
    yield from repeated(parts, name, places, ids)
    for i, question in enumerate(questions):
        yield from _question_faults(parts, name, (*place, "questions", i), owner, question)
    for i, figure in enumerate(figures):
        yield from _figure_faults(parts, name, (*place, "figures", i), owner, figure)


def _figure_faults(
    parts: SchemeParts, name: str, place: Place, owner: str, figure: FigureEntry
) -> Iterator[Fault]:
    operation = next(key for key in Operation if getattr(figure, key) is not None)
    kinds = DATES if operation is Operation.YEARS_SINCE else NUMBERS
    for i, operand in enumerate(figure.operands):
        where: Place = (*place, operation.value, i)
        yield from reference_fault(parts, name, where, owner, operand, kinds)


def _question_faults(
    parts: SchemeParts, name: str, place: Place, owner: str, question: QuestionEntry
) -> Iterator[Fault]:
    yield from _option_faults(parts, name, place, question)
    columns = question.columns or []
    places: list[Place] = [(*place, "columns", i, "id") for i in range(len(columns))]
    yield from repeated(parts, name, places, [column.id for column in columns])
    yield from _extent_faults(parts, name, place, question)
    for i, column in enumerate(columns):
        yield from _option_faults(parts, name, (*place, "columns", i), column)
    yield from _alone_faults(parts, name, place, question)
    yield from _cluster_faults(parts, name, (*place, "from_cluster"), owner, question)
    if question.when is not None:
        where = (*place, "when")
        yield from condition_faults(parts, name, where, owner, question.when)


def _alone_faults(
    parts: SchemeParts, name: str, place: Place, question: QuestionEntry
) -> Iterator[Fault]:
    """An option that stands alone and is none of those that can be chosen."""
    options = parts.options(question)
    if question.alone is None or not parts.knows_options(question) or question.alone in options:
        return
    message = f"'{question.alone}' is not an option of '{question.id}'; {one_of(options)}"
    yield parts.fault(name, (*place, "alone"), message)


def _cluster_faults(
    parts: SchemeParts, name: str, place: Place, owner: str, question: QuestionEntry
) -> Iterator[Fault]:
    """A fact of the cluster's own profile that is asked elsewhere, or that the question cannot take."""
    fact = question.from_cluster
    if fact is None:
        return
    if owner != PROFILE:
        message = "only a question of the scheme's profile takes facts of the cluster's own"
        yield parts.fault(name, place, message)
    if question.type not in fact.types:
        message = (
            f"'{fact}' does not answer the type '{question.type}'; {one_of(sorted(fact.types))}"
        )
        yield parts.fault(name, place, message)
    elif fact is ClusterFact.LEGAL_FORM and parts.knows_options(question):
        missing = [form.value for form in LegalForm if form not in parts.options(question)]
        if missing:
            message = f"'{fact}' may be what is no option of '{question.id}': {', '.join(missing)}"
            yield parts.fault(name, place, message)


def _extent_faults(
    parts: SchemeParts, name: str, place: Place, question: QuestionEntry
) -> Iterator[Fault]:
    """A table with more fields, each option counted as one, than a page can show."""
    options = [parts.options(column) for column in question.columns or ()]
    size = (question.rows_at_most or ROW_LIMIT) * sum(1 + len(found) for found in options)
    if size > MAX_FIELDS:
        message = f"this table has {size} fields and options; expected at most {MAX_FIELDS}"
        yield parts.fault(name, place, message)


def _option_faults(
    parts: SchemeParts, name: str, place: Place, entry: ColumnEntry
) -> Iterator[Fault]:
    if entry.options is not None:
        places: list[Place] = [(*place, "options", i) for i in range(len(entry.options))]
        yield from repeated(parts, name, places, entry.options)
    if entry.answers is not None and entry.answers not in parts.scheme.answer_sets:
        known = one_of(parts.scheme.answer_sets)
        message = f"the answer set '{entry.answers}' is not in scheme.yaml; {known}"
        yield parts.fault(name, (*place, "answers"), message)
    label = getattr(entry, "criteria_of", None)
    if label is not None and label not in parts.scheme.labels:
        message = f"the label '{label}' is not in scheme.yaml; {one_of(parts.scheme.labels)}"
        yield parts.fault(name, (*place, "criteria_of"), message)
