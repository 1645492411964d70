"""The criteria of a draft as a list of what is to be done, with filters' facts and a search."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from assessment.catalogue.schema import TextsFile
from assessment.domain.criteria import Criterion, Label
from assessment.domain.progress import Progress, Stage, is_problem, progress, stage_of
from assessment.domain.scorecard import CriterionScore, SectionScore
from assessment.domain.scoring import score
from assessment.services.assessments import Worksheet, answers_of

MOST_UNFOLDED = 40
"""Criteria up to which all sections with work left begin open."""

SEARCH_LIMIT = 100
"""Characters of a search that are looked for."""


@dataclass(frozen=True, slots=True)
class Item:
    """One criterion of a draft: where it stands, and when its answer or evidence last changed.

    It `is_to_confirm` when a new version of the scheme touched its answer and nobody has read it
    again.
    """

    score: CriterionScore
    stage: Stage
    is_to_confirm: bool
    changed_at: datetime | None

    @property
    def criterion(self) -> Criterion:
        return self.score.criterion

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do about it, as `Progress.done` counts."""
        return self.score.is_asked and self.score.is_supported and not self.is_to_confirm


@dataclass(frozen=True, slots=True)
class Part:
    """A section with the items of it that are shown, and how far the whole section is."""

    section: SectionScore
    items: tuple[Item, ...]
    progress: Progress


def checklist(worksheet: Worksheet) -> tuple[Item, ...]:
    """Every criterion of the draft, in the label's order."""
    carried = set(worksheet.carried)
    return tuple(_item(worksheet, found, carried) for found in worksheet.scorecard.criteria)


def _item(worksheet: Worksheet, found: CriterionScore, carried: set[str]) -> Item:
    key = found.criterion.id
    saved = worksheet.answers.get(key)
    moments = [piece.added_at for piece in worksheet.evidence.get(key, ())]
    moments += [saved.saved_at] if saved else []
    has_files = bool(worksheet.evidence.get(key))
    is_begun = worksheet.sheet.of(key).is_begun or has_files
    stage = stage_of(found, is_begun=is_begun)
    return Item(found, stage, key in carried, max(moments, default=None))


def parts(worksheet: Worksheet, shown: Iterable[Item]) -> list[Part]:
    """The sections that have something to show."""
    by_id = {item.criterion.id: item for item in shown}
    found = []
    for section in worksheet.scorecard.sections:
        items = tuple(
            by_id[own.criterion.id] for own in section.criteria if own.criterion.id in by_id
        )
        if items:
            found.append(Part(section, items, progress(section.criteria, worksheet.carried)))
    return found


def unfolded(worksheet: Worksheet) -> frozenset[str]:
    """The sections that begin open: those with work left, or of a long label the next one alone."""
    sections, carried = worksheet.scorecard.sections, worksheet.carried
    left = [own for own in sections if not progress(own.criteria, carried).is_finished]
    is_long = worksheet.scorecard.asked > MOST_UNFOLDED
    return frozenset(own.section_id for own in (left[:1] if is_long else left))


def next_unanswered(worksheet: Worksheet, after: str | None = None) -> CriterionScore | None:
    """The next criterion without an answer, apart from those to confirm; the first after the last."""
    found = _from(worksheet, after)
    return next((own for own in found if own.is_open and not _is_carried(worksheet, own)), None)


def next_problem(worksheet: Worksheet, after: str | None = None) -> CriterionScore | None:
    """The next criterion whose answer is not enough, or waits to be read again."""
    found = _from(worksheet, after)
    return next((own for own in found if is_problem(own) or _is_carried(worksheet, own)), None)


def _is_carried(worksheet: Worksheet, found: CriterionScore) -> bool:
    return found.criterion.id in worksheet.carried


def _from(worksheet: Worksheet, after: str | None) -> Sequence[CriterionScore]:
    """The criteria that are asked, from the one behind `after` on and round, without that one."""
    asked = [found for found in worksheet.scorecard.criteria if found.is_asked]
    keys = [found.criterion.id for found in asked]
    place = keys.index(after) + 1 if after in keys else 0
    round_about = asked[place:] + asked[:place]
    return [found for found in round_about if found.criterion.id != after]


def search(items: Iterable[Item], query: str, words: TextsFile, worksheet: Worksheet) -> list[Item]:
    """The items in which every word of the query occurs: number, title, texts, own answer."""
    wanted = query[:SEARCH_LIMIT].casefold().split()
    found = []
    for item in items:
        text = "\n".join(_texts(item.criterion, words, worksheet)).casefold()
        if all(word in text for word in wanted):
            found.append(item)
    return found


def _texts(criterion: Criterion, words: TextsFile, worksheet: Worksheet) -> Iterator[str]:
    """All that is written about a criterion: by the scheme, and by the cluster."""
    texts = words.criteria[criterion.id]
    yield f"{criterion.number} {texts.title}"
    yield from (text for text in (texts.question, texts.why, texts.evidence) if text)
    yield from texts.levels.values()
    for question in texts.questions.values():
        yield f"{question.label} {question.help or ''}"
    saved = worksheet.answers.get(criterion.id)
    if saved:
        yield saved.justification
        yield from _strings(saved.values)
    yield from (piece.title for piece in worksheet.evidence.get(criterion.id, ()))


def _strings(value: object) -> Iterator[str]:
    """Every text and number in plain JSON."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
    elif not isinstance(value, bool) and value is not None:
        yield str(value)


def under(worksheet: Worksheet, label: Label) -> Worksheet:
    """The same answers and evidence, scored for another label of the scheme."""
    answers = answers_of(label, worksheet.answers, worksheet.evidence)
    sheet = replace(worksheet.sheet, answers=answers)
    return replace(worksheet, sheet=sheet, scorecard=score(label, sheet))
