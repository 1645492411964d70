"""The label files: what they ask, and whether it can be asked."""

from collections.abc import Iterator

from assessment.catalogue.faults import Fault
from assessment.catalogue.lint.expected import one_of
from assessment.catalogue.lint.points import point_faults
from assessment.catalogue.lint.ratings import highest_level
from assessment.catalogue.lint.repeated import repeated
from assessment.catalogue.parts import MAX_ASKED, SchemeParts
from assessment.catalogue.schema.labels import AskedCriterion, LabelFile
from assessment.catalogue.source import Place
from assessment.domain.criteria import CriterionStatus
from assessment.domain.questions import QuestionType


def label_faults(parts: SchemeParts, label_id: str, label: LabelFile) -> Iterator[Fault]:
    """What is wrong in a label's file beside its shape."""
    yield from _Label(parts, label_id, label).faults()
    yield from point_faults(parts, label_id, label)


class _Label:
    """One label's file under examination."""

    def __init__(self, parts: SchemeParts, label_id: str, label: LabelFile) -> None:
        self.parts, self.label_id, self.label = parts, label_id, label
        self.name = f"{label_id}.yaml"
        self.asked = [criterion for _section, criterion in parts.asked(label_id)]
        self.asked_ids = {criterion.id for criterion in self.asked}
        self.is_whole = parts.is_whole(label_id) and len(self.asked) <= MAX_ASKED

    def _fault(self, place: Place, message: str) -> Fault:
        return self.parts.fault(self.name, place, message)

    def faults(self) -> Iterator[Fault]:
        if self.label.id != self.label_id:
            yield self._fault(("id",), f"id: expected '{self.label_id}', the name of the file")
        yield from self._names()
        yield from self._repeated()
        yield from self._extent()
        for i, section in enumerate(self.label.sections):
            for j, asked in enumerate(section.criteria):
                yield from self._criterion(("sections", i, "criteria", j), asked)
        if self.is_whole:
            yield from self._improvements()

    def _names(self) -> Iterator[Fault]:
        rules = [rule.id for rule in self.parts.scheme.eligibility]
        for i, rule in enumerate(self.label.eligibility):
            if rule not in rules:
                message = f"the eligibility rule '{rule}' is not in scheme.yaml; {one_of(rules)}"
                yield self._fault(("eligibility", i), message)
        others: list[tuple[Place, str]] = [
            (("includes", i, "label"), inner.label) for i, inner in enumerate(self.label.includes)
        ]
        if self.label.prerequisite is not None:
            others.append((("prerequisite", "label"), self.label.prerequisite.label))
        labels = self.parts.scheme.labels
        for place, other in others:
            if other not in labels:
                message = f"the label '{other}' is not in scheme.yaml; {one_of(labels)}"
                yield self._fault(place, message)

    def _improvements(self) -> Iterator[Fault]:
        rule = self.label.improvements
        for i, criterion in enumerate(rule.criteria if rule else ()):
            place: Place = ("improvements", "criteria", i)
            if criterion not in self.asked_ids:
                message = f"'{criterion}' is not asked by this label; expected one of its criteria"
                yield self._fault(place, message)
                continue
            named = self.parts.question(criterion, rule.named_by if rule else "")
            if named is None or named.type is not QuestionType.CHOICES:
                message = f"'{criterion}' has no choices question '{rule and rule.named_by}'"
                yield self._fault(place, f"{message}, which names what was improved")

    def _repeated(self) -> Iterator[Fault]:
        """Names that the label has twice, in its own sections or in those that it includes."""
        label, name = self.label, self.name
        lists: list[tuple[Place, list[str]]] = [
            (("eligibility",), label.eligibility),
            (("duties",), [duty.id for duty in label.duties]),
        ]
        if label.improvements is not None:
            lists.append((("improvements", "criteria"), label.improvements.criteria))
        for place, names in lists:
            places: list[Place] = [(*place, i) for i in range(len(names))]
            yield from repeated(self.parts, name, places, names)
        inner = [inclusion.label for inclusion in label.includes]
        places = [("includes", i) for i in range(len(inner))]
        yield from repeated(self.parts, name, places, inner)
        if len(inner) == len(set(inner)):
            yield from self._asked_twice()

    def _asked_twice(self) -> Iterator[Fault]:
        sections: set[str] = set()
        criteria: set[str] = set()
        for i, (section, is_included) in enumerate(self.parts.sections(self.label_id)):
            place: Place = ("includes",) if is_included else ("sections", i)
            if section.id in sections:
                message = f"the section '{section.id}' stands here twice; expected it once"
                yield self._fault((*place, "id"), message)
            sections.add(section.id)
            for j, asked in enumerate(section.criteria):
                if asked.id in criteria:
                    where = place if is_included else (*place, "criteria", j)
                    yield self._fault(where, f"'{asked.id}' is asked twice; expected it once")
                criteria.add(asked.id)

    def _extent(self) -> Iterator[Fault]:
        place: Place = ("includes",) if self.label.includes else ("sections",)
        if len(self.asked) > MAX_ASKED:
            message = f"expected at most {MAX_ASKED} criteria in a label, found more"
            yield self._fault(place, message)
        elif self.is_whole and not self.asked:
            yield self._fault(place, "this label asks nothing; expected at least one criterion")

    def _criterion(self, place: Place, asked: AskedCriterion) -> Iterator[Fault]:
        entry = self.parts.entries.get(asked.id)
        if entry is None:
            message = f"'{asked.id}' is not in criteria.yaml; expected one of its criteria"
            yield self._fault(place, message)
            return
        if entry.status is CriterionStatus.RETIRED:
            yield self._fault(place, f"'{asked.id}' is retired, so no label may ask it")
        if not self.parts.knows_scale(entry):
            return
        levels = self.parts.levels(entry)
        is_scored = asked.points is not None or asked.weight is not None
        if is_scored and not levels:
            message = f"'{asked.id}' is not rated, so it cannot earn points"
            yield self._fault(place, message)
        if asked.minimum is None:
            return
        about = f"minimum {asked.minimum} of '{asked.id}'"
        if not levels:
            yield self._fault((*place, "minimum"), f"{about}: the criterion is not rated")
        elif asked.minimum not in levels:
            message = f"{about}: its scale has no such level; {one_of(levels)}"
            yield self._fault((*place, "minimum"), message)
        elif asked.minimum > (highest := highest_level(self.parts, entry)):
            message = f"{about}: its answers make at most level {highest}"
            yield self._fault((*place, "minimum"), message)
