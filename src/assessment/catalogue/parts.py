"""The files of one scheme, each valid by itself, and what they say together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from assessment.catalogue.faults import Fault
from assessment.catalogue.schema import AnchorsFile, CriteriaFile, LabelFile, SchemeFile, TextsFile
from assessment.catalogue.schema.criteria import NONE, CriterionEntry
from assessment.catalogue.schema.labels import AskedCriterion, AskedSection, Extent
from assessment.catalogue.schema.questions import ColumnEntry, FigureEntry, QuestionEntry
from assessment.catalogue.source import Place, Source
from assessment.domain.questions import PROFILE

RESERVED = ("scheme", "criteria", "anchors")
"""The names of files beside those of the labels; no label bears one."""

MAX_ASKED = 1000
"""As many criteria can a label ask, those that it includes among them: the bank has no more."""

Asked = tuple[AskedSection, bool]
"""A section of a label, and whether it is taken in from another label."""


@dataclass(frozen=True)
class SchemeParts:
    """The files of one scheme with their sources for the lines; `anchors` is None when broken."""

    scheme: SchemeFile
    bank: CriteriaFile
    anchors: AnchorsFile | None
    labels: Mapping[str, LabelFile]
    texts: Mapping[str, TextsFile]
    sources: Mapping[str, Source]
    _sections: dict[str, tuple[Asked, ...]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )
    _options: dict[str, tuple[str, ...]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def fault(self, name: str, place: Place, message: str) -> Fault:
        return self.sources[name].fault(place, message)

    @cached_property
    def entries(self) -> Mapping[str, CriterionEntry]:
        """The criteria of the bank by id."""
        return {entry.id: entry for entry in self.bank.criteria}

    def scale_id(self, entry: CriterionEntry) -> str | None:
        """The id of the criterion's scale; None where it is not rated or nothing says how."""
        found = entry.scale or self.bank.defaults.scale
        return None if found == NONE else found

    def levels(self, entry: CriterionEntry) -> list[int]:
        """The levels of the criterion's scale; none where it is not rated."""
        return self.scheme.scales.get(self.scale_id(entry) or "", [])

    def knows_scale(self, entry: CriterionEntry) -> bool:
        """Whether the files say how the criterion is rated, or that it is not."""
        found = entry.scale or self.bank.defaults.scale
        return found == NONE or found in self.scheme.scales

    def questions(self, owner: str) -> list[QuestionEntry]:
        """What a criterion, or the profile, asks."""
        if owner == PROFILE:
            return self.scheme.profile.questions if self.scheme.profile else []
        return self.entries[owner].questions if owner in self.entries else []

    def figures(self, owner: str) -> list[FigureEntry]:
        """What a criterion, or the profile, derives."""
        if owner == PROFILE:
            return self.scheme.profile.figures if self.scheme.profile else []
        return self.entries[owner].figures if owner in self.entries else []

    def question(self, owner: str, name: str) -> QuestionEntry | None:
        """The owner's question of that id."""
        return self._questions_by_id.get((owner, name))

    def figure(self, owner: str, name: str) -> FigureEntry | None:
        """The owner's figure of that id."""
        return self._figures_by_id.get((owner, name))

    def has_figure(self, owner: str, name: str) -> bool:
        """Whether the owner derives a figure of that id."""
        return (owner, name) in self._figures_by_id

    @cached_property
    def _questions_by_id(self) -> Mapping[tuple[str, str], QuestionEntry]:
        owners = (PROFILE, *self.entries)
        return {(owner, q.id): q for owner in owners for q in self.questions(owner)}

    @cached_property
    def _figures_by_id(self) -> Mapping[tuple[str, str], FigureEntry]:
        owners = (PROFILE, *self.entries)
        return {(owner, f.id): f for owner in owners for f in self.figures(owner)}

    def options(self, question: ColumnEntry) -> tuple[str, ...]:
        """What a question lets people choose from."""
        if question.answers is not None:
            return tuple(self.scheme.answer_sets.get(question.answers, ()))
        label = _criteria_of(question)
        if label is None:
            return tuple(question.options or ())
        if label not in self._options:
            self._options[label] = tuple(asked.id for _section, asked in self.asked(label))
        return self._options[label]

    def knows_options(self, question: ColumnEntry) -> bool:
        """Whether the files say in full what a question lets people choose from."""
        label = _criteria_of(question)
        if label is not None:
            return self.is_whole(label)
        return question.answers is None or question.answers in self.scheme.answer_sets

    def sections(self, label_id: str) -> tuple[Asked, ...]:
        """A label's own sections, then those that it includes, marked as such; circles end.

        Once there are more than `MAX_ASKED` criteria, no further sections follow.
        """
        if label_id not in self._sections:
            self._sections[label_id] = ()  # what a circle finds when it comes round
            self._sections[label_id] = tuple(self._gather(label_id))
        return self._sections[label_id]

    def _gather(self, label_id: str) -> Iterator[Asked]:
        asked = 0
        for section, is_included in self._every_section(label_id):
            yield section, is_included
            asked += len(section.criteria)
            if asked > MAX_ASKED:
                return

    def _every_section(self, label_id: str) -> Iterator[Asked]:
        label = self.labels.get(label_id)
        for section in label.sections if label else ():
            yield section, False
        for inclusion in label.includes if label else ():
            for section, _is_included in self.sections(inclusion.label):
                if reduced := _included(section, inclusion.criteria):
                    yield reduced, True

    def asked(self, label_id: str) -> Iterator[tuple[AskedSection, AskedCriterion]]:
        """Every criterion that a label asks, with its section."""
        for section, _is_included in self.sections(label_id):
            for criterion in section.criteria:
                yield section, criterion

    def is_whole(self, label_id: str) -> bool:
        """Whether the files of the label and of all that it includes are there, without a circle."""
        reached: set[str] = set()
        waiting = [label_id]
        while waiting:
            label = self.labels.get(waiting.pop())
            if label is None:
                return False
            inner = {inclusion.label for inclusion in label.includes} - reached
            reached |= inner
            waiting.extend(inner)
        return label_id not in reached


def _criteria_of(question: ColumnEntry) -> str | None:
    return question.criteria_of if isinstance(question, QuestionEntry) else None


def _included(section: AskedSection, extent: Extent) -> AskedSection | None:
    """A section as another label takes it in: without points, perhaps only what has a minimum."""
    criteria = [
        asked.model_copy(update={"points": None, "weight": None})
        for asked in section.criteria
        if extent is Extent.ALL or asked.minimum is not None
    ]
    if not criteria:
        return None
    plain = {"criteria": criteria, "points": None, "weight": None, "minimum": None}
    return section.model_copy(update=plain)
