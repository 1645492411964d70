"""What is missing for a label: the smallest set of rating raises that reaches it.

A step raises one criterion by one level of its scale. Found are the raises that meet every minimum,
every section's minimum and the threshold in the fewest steps, and among these with the least effort
(`Criterion.step_effort`). Everything else stays as it is.

- A criterion can be raised when it is rated, counts today, applies, and is not claimed not to apply;
  how its level comes about makes no difference. It starts at its level, which is the one that it has
  with all the other raises where a condition ties it to them.
- Unanswered is the lowest level: the first step leads to the next one. To answer at the lowest level
  itself is a step of effort 1, which only a minimum of that level can ask for.
- A claim that is not supported earns nothing. Its first step, of effort 1, supports it at the level
  that it claims; from there it goes up like any other.
- A raise stands as if a reviewer had attested it (`AnswerSheet.attested`), and `score` alone says what
  it earns. Where it is open whether a criterion applies, it is taken to apply, as `score` does.

Why nothing smaller exists: `score` adds up what criteria earn or lets the weakest decide, so a
section's points follow from its criteria's levels by one factor, which is read off a scorecard. What
leaves the score depends on no raise, unless a condition asks for the level of a criterion
(`level_of`). How far those are raised is settled first: each way in which their levels can bear on
conditions is a world of its own, in which all else is fixed and `shortest_way` is exact. The best of
all worlds is the best there is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessment.domain.answers import AnswerSheet
from assessment.domain.conditions import Status
from assessment.domain.criteria import Label, Scheme
from assessment.domain.raises import Raise, blocks_of, choices_of, raises_of
from assessment.domain.scorecard import ConditionKind, LabelCondition, Scorecard
from assessment.domain.scoring import score
from assessment.domain.shortest_way import shortest_way
from assessment.domain.ways import Way
from assessment.domain.worlds import World, worlds

MOST_STEPS = 800
"""Steps of all rated criteria together up to which looking for the shortest way takes a moment."""


def steps_of(label: Label) -> int:
    """How many steps there are in all from the lowest levels to the highest."""
    return sum(len(criterion.scale.levels) - 1 for criterion in label.rated)


def next_label(scheme: Scheme, card: Scorecard) -> Label | None:
    """The label to reach next: that of the scorecard until it is reached, then the one above it.

    None where the highest is reached; a scheme has its labels from the lowest.
    """
    if card.outcome is not Status.MET:
        return card.label
    place = [label.id for label in scheme].index(card.label.id) + 1
    return scheme.labels[place] if place < len(scheme.labels) else None


@dataclass(frozen=True, slots=True)
class Readiness:
    """How far a label is away.

    `raises` are the smallest set that reaches it, in the label's order, of `steps` and `effort` in
    all; `remaining` the conditions that stay open or missed all the same, as no raise settles them.
    `after` is the scorecard with the raises, None where no raises reach the label; `remaining` are
    then the conditions that raising everything to the top would not meet.
    """

    raises: tuple[Raise, ...]
    steps: int
    effort: int
    remaining: tuple[LabelCondition, ...]
    before: Scorecard
    after: Scorecard | None

    @property
    def is_reached(self) -> bool:
        """Whether the label is reached today."""
        return self.before.outcome is Status.MET

    @property
    def claims(self) -> tuple[Raise, ...]:
        """Those of the raises that only support the level that is claimed already."""
        return tuple(
            own
            for own in self.raises
            if own.target == own.start and self.before.of(own.criterion.id).level is not None
        )

    @property
    def names_areas(self) -> bool:
        """Whether all that the improvement areas still have to name is asked where a step answers."""
        rule = self.before.label.improvements
        if rule is None or self._improvements is not Status.UNDETERMINED:
            return False
        answered = {own.criterion.id for own in self.raises}
        return all(
            key in answered or rule.named_by not in self.before.of(key).open_questions
            for key in rule.criteria
        )

    @property
    def _improvements(self) -> Status | None:
        found = self.before.of_kind(ConditionKind.IMPROVEMENTS)
        return found[0].status if found else None

    @property
    def left_over(self) -> tuple[LabelCondition, ...]:
        """The conditions that remain when each step is answered in full."""
        kinds = {ConditionKind.IMPROVEMENTS} if self.names_areas else set()
        return tuple(found for found in self.remaining if found.kind not in kinds)

    @property
    def is_reachable(self) -> bool:
        """Whether raises meet all that levels and points decide."""
        return self.after is not None


def readiness(label: Label, sheet: AnswerSheet) -> Readiness:
    """The smallest set of raises with which the sheet reaches the label. Raises `InvalidRating`."""
    before = score(label, sheet)
    best: Way[Raise] | None = None
    for world in worlds(before):
        way = _way_in(world, label, sheet, best.steps if best else None)
        if way is not None and (best is None or way.cost < best.cost):
            best = way
    if best is None:
        every_raise = {found.criterion.id: list(raises_of(found)) for found in before.criteria}
        top = what_if(label, sheet, _tops(every_raise))
        return Readiness((), 0, 0, _unmet(top), before, None)
    after = what_if(label, sheet, {own.criterion.id: own.target for own in best.moves})
    place = {criterion.id: i for i, criterion in enumerate(label.criteria)}
    raises = tuple(sorted(best.moves, key=lambda own: place[own.criterion.id]))
    return Readiness(raises, best.steps, best.effort, _unmet(after), before, after)


def _way_in(
    world: World, label: Label, sheet: AnswerSheet, at_most: int | None
) -> Way[Raise] | None:
    """The shortest way in one world; None where there is none of so many steps."""
    settled = {key: band.levels[-1] for key, band in world.items() if not band.may_stay}
    card = score(label, sheet.attested(settled))
    raises = {found.criterion.id: list(raises_of(found)) for found in card.criteria}
    for key, band in world.items():
        others = {other: level for other, level in settled.items() if other != key}
        alone = score(label, sheet.attested(others)).of(key)
        raises[key] = [own for own in raises_of(alone) if own.target in band.levels]
    top = score(label, sheet.attested(_tops(raises)))
    if label.threshold is not None and top.points < label.threshold:
        return None
    choices = {
        found.criterion.id: choices_of(
            found, raises[found.criterion.id], may_stay=found.criterion.id not in settled
        )
        for found in card.criteria
    }
    return shortest_way(*blocks_of(top, choices), at_most)


def _tops(raises: Mapping[str, Sequence[Raise]]) -> dict[str, int]:
    """The levels of everything raised as far as it can be."""
    return {key: own[0].target for key, own in raises.items() if own}


def what_if(label: Label, sheet: AnswerSheet, levels: Mapping[str, int]) -> Scorecard:
    """The scorecard if these criteria stood at these levels, attested by a reviewer.

    Raises `UnknownCriterion` for one that the label does not ask, `InvalidRating` for a level that
    its scale does not have.
    """
    for key, level in levels.items():
        label.criterion(key).check_level(level)
    return score(label, sheet.attested(levels))


def _unmet(card: Scorecard) -> tuple[LabelCondition, ...]:
    return tuple(found for found in card.conditions if found.status is not Status.MET)
