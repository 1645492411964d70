"""What the author of a changes file says, held against what is found."""

from collections.abc import Iterator, Mapping, Sequence

from assessment.catalogue.changes.difference import Difference, Subject
from assessment.catalogue.schema import ChangesFile
from assessment.catalogue.schema.versions import ChangeClass, ChangeEntry
from assessment.catalogue.source import Place

_STRENGTH = (
    ChangeClass.EDITORIAL,
    ChangeClass.CLARIFIED,
    ChangeClass.RESCORED,
    ChangeClass.NEW,
    ChangeClass.RETIRED,
    ChangeClass.SPLIT,
    ChangeClass.MERGED,
)
_WORDING = (ChangeClass.EDITORIAL, ChangeClass.CLARIFIED, ChangeClass.RESCORED)
"""What an author may say of a criterion whose wording alone changed."""

_HEAD = """\
# yaml-language-server: $schema=../../schema/changes.json
# What became of each criterion from version {earlier} to version {later}. The classes are those
# that were found; review them. They decide what happens to the answers in drafts:
#
#   editorial  means the same; the answer stays as it is
#   clarified  asks the same more clearly; the answer stays and has to be confirmed
#   rescored   rates differently; the answer stays and has to be confirmed
#   split      became several: {{class: split, into: [a, b]}}; each gets the answer without level
#   merged     became part of another: {{class: merged, into: a}}; that one gets the answer
#   new        has no answer yet
#   retired    is gone; the answer is kept and no longer shown

from: "{earlier}"
to: "{later}"
"""


def classes(found: Sequence[Difference]) -> dict[str, ChangeClass]:
    """The class of each criterion that differs: the strongest of its differences."""
    kinds: dict[str, ChangeClass] = {}
    for difference in found:
        if difference.subject is Subject.CRITERION and difference.kind is not None:
            known = kinds.get(difference.id, difference.kind)
            kinds[difference.id] = max(known, difference.kind, key=_STRENGTH.index)
    return kinds


def contradictions(
    found: Sequence[Difference], stated: ChangesFile, versions: tuple[str, str]
) -> Iterator[tuple[Place, str]]:
    """Where the file says something else than what is found, by the place in the file.

    `versions` are those of the two editions that were compared.
    """
    for key, written, version in zip(
        ("from", "to"), (stated.earlier, stated.later), versions, strict=True
    ):
        if written != version:
            yield (key,), f"{key}: says {written}, found {version}"
    kinds = classes(found)
    made = {target for change in stated.criteria.values() for target in _into(change)}
    for key, change in stated.criteria.items():
        kind = kinds.get(key)
        if not _agree(change, kind, is_made=key in made):
            what = _told(found, key) if kind else "no change"
            yield ("criteria", key), f"{key}: says {change.kind}, found {what}"
    for key, kind in kinds.items():
        is_told = key in stated.criteria or (kind is ChangeClass.NEW and key in made)
        if not is_told:
            yield ("criteria",), f"{key}: is not named, found {_told(found, key)}"


def completed(found: Sequence[Difference], stated: ChangesFile) -> ChangesFile:
    """The changes file with what is found to be rescored and it does not say, or calls weaker."""
    rescored = {
        key: ChangeEntry.model_validate({"class": ChangeClass.RESCORED})
        for key, kind in classes(found).items()
        if kind is ChangeClass.RESCORED
        and (key not in stated.criteria or stated.criteria[key].kind in _WORDING)
    }
    return stated.model_copy(update={"criteria": {**stated.criteria, **rescored}})


def _into(change: ChangeEntry) -> list[str]:
    return [change.into] if isinstance(change.into, str) else change.into or []


def _agree(change: ChangeEntry, kind: ChangeClass | None, *, is_made: bool) -> bool:
    """Whether what is said and what is found go together.

    Of changed wording an author may say more than is found. What others were made into may be in
    use under an id of theirs.
    """
    if is_made and change.kind in (ChangeClass.SPLIT, ChangeClass.MERGED):
        return True
    if kind in (ChangeClass.EDITORIAL, ChangeClass.CLARIFIED):
        return change.kind in _WORDING
    return change.kind is kind


def _told(found: Sequence[Difference], key: str) -> str:
    """The class of what was found of a criterion, with the strongest findings."""
    kind = classes(found)[key]
    of_it = [d for d in found if d.subject is Subject.CRITERION and d.id == key and d.kind is kind]
    return f"{kind} ({'; '.join(difference.message for difference in of_it)})"


def written(
    found: Sequence[Difference], versions: tuple[str, str], stated: ChangesFile | None = None
) -> str:
    """The text of a changes file with the classes that were found, for its author to review."""
    earlier, later = versions
    lines = [_HEAD.format(earlier=earlier, later=later)]
    kinds = classes(found)
    lines.append("criteria:\n" if kinds else "criteria: {}\n")
    into = _targets(stated)
    for key, kind in kinds.items():
        of_it = [d.message for d in found if d.subject is Subject.CRITERION and d.id == key]
        lines += [f"  # {message}\n" for message in of_it]
        lines.append(f"  {key}: {{class: {kind}{into.get(key, '')}}}\n")
    return "".join(lines)


def _targets(stated: ChangesFile | None) -> Mapping[str, str]:
    """What was said of splits and merges, as it is written in a file."""
    named = stated.criteria.items() if stated else ()
    return {
        key: f", into: {change.into}".replace("'", "")
        for key, change in named
        if change.into is not None
    }
