"""scheme.yaml: languages, labels, scales, answer sets, profile, eligibility."""

from collections.abc import Iterator

from assessment.catalogue.faults import Fault
from assessment.catalogue.lint.questions import owner_faults
from assessment.catalogue.lint.references import condition_faults
from assessment.catalogue.lint.repeated import repeated
from assessment.catalogue.parts import RESERVED, SchemeParts
from assessment.catalogue.schema.criteria import NONE
from assessment.catalogue.source import Place
from assessment.domain.questions import PROFILE, QuestionType

_FILE = "scheme.yaml"


def scheme_faults(parts: SchemeParts) -> Iterator[Fault]:
    """What is wrong in scheme.yaml beside its shape."""
    scheme = parts.scheme
    for key, names in (("languages", scheme.languages), ("labels", scheme.labels)):
        yield from repeated(parts, _FILE, [(key, i) for i in range(len(names))], names)
    for i, label in enumerate(scheme.labels):
        if label in RESERVED:
            message = f"'{label}' is the name of another file; expected another id for the label"
            yield parts.fault(_FILE, ("labels", i), message)
    for answer_set, options in scheme.answer_sets.items():
        sets: list[Place] = [("answer_sets", answer_set, i) for i in range(len(options))]
        yield from repeated(parts, _FILE, sets, options)
    for scale, levels in scheme.scales.items():
        yield from _scale_faults(parts, scale, levels)
    if scheme.profile is not None:
        yield from owner_faults(parts, _FILE, ("profile",), PROFILE)
        for i, question in enumerate(scheme.profile.questions):
            if question.type is QuestionType.FILE:
                message = (
                    "the profile keeps no files; expected a link, or the question in a criterion"
                )
                yield parts.fault(_FILE, ("profile", "questions", i, "type"), message)
    places: list[Place] = [("eligibility", i, "id") for i in range(len(scheme.eligibility))]
    yield from repeated(parts, _FILE, places, [rule.id for rule in scheme.eligibility])
    for i, rule in enumerate(scheme.eligibility):
        yield from condition_faults(parts, _FILE, ("eligibility", i, "when"), PROFILE, rule.when)


def _scale_faults(parts: SchemeParts, scale: str, levels: list[int]) -> Iterator[Fault]:
    if levels != list(range(levels[0], levels[0] + len(levels))):
        message = f"scale '{scale}': expected levels that count up by one, such as 0, 1, 2"
        yield parts.fault(_FILE, ("scales", scale), message)
    if scale == NONE:
        message = f"'{NONE}' says that a criterion is not rated; expected another name for a scale"
        yield parts.fault(_FILE, ("scales", scale), message)
