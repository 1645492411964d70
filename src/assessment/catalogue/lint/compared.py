"""In which figure a criterion compares clusters: whether there is one, and its light can be reached."""

from collections.abc import Iterator
from fractions import Fraction

from assessment.catalogue.faults import Fault
from assessment.catalogue.lint.references import CHOICE, FIGURE, Kinds, find, reference_fault
from assessment.catalogue.numerals import bounds_text, mixed
from assessment.catalogue.parts import SchemeParts
from assessment.catalogue.schema.criteria import ComparedEntry, CriterionEntry
from assessment.catalogue.source import Place
from assessment.domain.questions import QuestionType

_FILE = "criteria.yaml"
_KINDS = Kinds(
    (*(t for t in QuestionType if t.is_number), *CHOICE.types, FIGURE),
    "a number, a figure or a choice question",
)


def compared_faults(
    parts: SchemeParts, place: Place, entry: CriterionEntry, compared: ComparedEntry
) -> Iterator[Fault]:
    """What is wrong with the figure in which clusters are compared."""
    faults = list(reference_fault(parts, _FILE, place, entry.id, compared.of, _KINDS))
    yield from faults
    if faults:
        return
    found, question, kind = find(parts, entry.id, compared.of)
    if kind == QuestionType.CHOICE:
        if compared.better is not None:
            message = f"'{compared.of}': options are compared by their shares; expected no better"
            yield parts.fault(_FILE, (*place, "better"), message)
        return
    bounded = parts.figure(found.owner, found.name) if kind == FIGURE else question
    if bounded is None:
        return
    low, high = bounded.at_least, bounded.at_most
    if kind == QuestionType.PERCENTAGE:
        low = Fraction(0) if low is None else low
        high = Fraction(100) if high is None else high
    for key in ("yellow", "green"):
        limit = getattr(compared, key)
        is_outside = limit is not None and (
            (low is not None and limit < low) or (high is not None and limit > high)
        )
        if is_outside:
            within = bounds_text(low, high)
            message = f"{key}: no '{compared.of}' in its bounds is {mixed(limit)}; it goes {within}"
            yield parts.fault(_FILE, (*place, key), message)
