"""How a label's points are given out, and whether what it wants of them can be reached."""

from collections.abc import Iterator
from fractions import Fraction

from assessment.catalogue.faults import Fault
from assessment.catalogue.lint.ratings import highest_level
from assessment.catalogue.numerals import mixed
from assessment.catalogue.parts import SchemeParts
from assessment.catalogue.schema.labels import AskedCriterion, AskedSection, LabelFile
from assessment.catalogue.source import Place
from assessment.domain.criteria import Aggregation, CriterionStatus

_ZERO = Fraction(0)


def point_faults(parts: SchemeParts, label_id: str, label: LabelFile) -> Iterator[Fault]:
    """What is wrong with a label's points, weights, minimums of sections and threshold."""
    yield from _Points(parts, label_id, label).faults()


class _Points:
    """The points of one label under examination."""

    def __init__(self, parts: SchemeParts, label_id: str, label: LabelFile) -> None:
        self.parts, self.label = parts, label
        self.name = f"{label_id}.yaml"
        own = [asked.id for section in label.sections for asked in section.criteria]
        found = [parts.entries.get(criterion) for criterion in own]
        self.is_known = all(entry is not None and parts.knows_scale(entry) for entry in found)

    def _fault(self, place: Place, message: str) -> Fault:
        return self.parts.fault(self.name, place, message)

    def faults(self) -> Iterator[Fault]:
        for i, section in enumerate(self.label.sections):
            yield from self._section(("sections", i), section)
        if self.is_known:
            yield from self._within_reach()

    def _section(self, place: Place, section: AskedSection) -> Iterator[Fault]:
        whole = self.label.points
        if whole is None and section.weight is not None:
            message = "a section's weight needs points of the label, of which it is a share"
            yield self._fault((*place, "weight"), message)
        if whole is not None and section.points is not None:
            message = "the label's points are shared out; expected a weight, found points"
            yield self._fault((*place, "points"), message)
        is_scored = any(
            one.points is not None or one.weight is not None for one in section.criteria
        )
        if whole is not None and section.weight is None and is_scored:
            message = (
                f"the section '{section.id}' has no weight; expected one, as the label has points"
            )
            yield self._fault(place, message)
        shares = whole is not None or section.points is not None
        for i, asked in enumerate(section.criteria):
            where: Place = (*place, "criteria", i)
            if asked.points is not None and shares:
                message = (
                    f"'{asked.id}': the points are shared out; expected a weight, found points"
                )
                yield self._fault((*where, "points"), message)
            if asked.weight is not None and not shares:
                message = f"'{asked.id}': a weight needs points of the section or the label"
                yield self._fault((*where, "weight"), message)
        has_share = section.weight is not None or section.points is not None
        if has_share and self.is_known and not any(self._counts(one) for one in section.criteria):
            message = f"the section '{section.id}' has points, and no criterion that earns them"
            yield self._fault(place, message)

    def _counts(self, asked: AskedCriterion) -> bool:
        entry = self.parts.entries[asked.id]
        is_scored = asked.points is not None or asked.weight is not None
        is_rated = len(self.parts.levels(entry)) > 1
        return is_scored and is_rated and entry.status is CriterionStatus.ACTIVE

    def _within_reach(self) -> Iterator[Fault]:
        """Thresholds and minimums of sections that no answers can reach."""
        total, shares = _ZERO, []
        for i, section in enumerate(self.label.sections):
            points, share = self._of_section(section)
            total += points
            shares += [(points, share)] if points else []
            if section.minimum is not None and section.minimum > points * share:
                about = f"minimum {mixed(section.minimum)}"
                message = f"{about}: the section gives at most {mixed(points * share)} points"
                yield self._fault(("sections", i, "minimum"), message)
        best = sum((points * share for points, share in shares), _ZERO)
        if self.label.aggregate is Aggregation.LOWEST and shares:
            best = total * min(share for _points, share in shares)
        threshold = self.label.threshold
        if threshold is not None and threshold > best:
            message = f"threshold {mixed(threshold)}: the label gives at most {mixed(best)} points"
            yield self._fault(("threshold",), message)

    def _of_section(self, section: AskedSection) -> tuple[Fraction, Fraction]:
        """The section's points, and the share of them that answers can make."""
        counting = [asked for asked in section.criteria if self._counts(asked)]
        whole = self._whole(section)
        weights = sum(asked.weight or 0 for asked in counting)
        shares = [
            (
                whole * (asked.weight or 0) / weights
                if whole is not None and weights
                else asked.points or _ZERO,
                self._highest(asked),
            )
            for asked in counting
        ]
        points = sum((points for points, _share in shares), _ZERO)
        if not points:
            return _ZERO, _ZERO
        if section.aggregate is Aggregation.LOWEST:
            return points, min(share for _points, share in shares)
        return points, sum((points * share for points, share in shares), _ZERO) / points

    def _whole(self, section: AskedSection) -> Fraction | None:
        """The points that the section's criteria share; None where each has its own."""
        if self.label.points is None:
            return section.points
        weights = sum(one.weight or 0 for one in self.label.sections)
        return self.label.points * (section.weight or 0) / weights if weights else None

    def _highest(self, asked: AskedCriterion) -> Fraction:
        """How far up its scale a criterion's answers can come."""
        entry = self.parts.entries[asked.id]
        levels = self.parts.levels(entry)
        return Fraction(highest_level(self.parts, entry) - levels[0], levels[-1] - levels[0])
