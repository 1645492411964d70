"""Two schemes as files, and what is wrong with them after a change.

`FILES` is as small as a scheme can be. `EVERYTHING` (the folder of that name) uses every part of the
language once.
"""

from pathlib import Path

import pytest

from assessment.catalogue.faults import CriteriaFault
from assessment.catalogue.loader import Edition, load_edition
from assessment.catalogue.source import read_source

FILES = {
    "scheme.yaml": """\
id: regional
version: "1"
languages: [en, fi]
labels: [gold]
scales:
  steps: [0, 1, 2]
""",
    "criteria.yaml": """\
defaults:
  scale: steps
  justification: {from_level: 1}
  evidence: {from_level: 2, at_least: 3}
criteria:
  - id: team
  - id: money
    evidence: {from_level: 1}
""",
    "gold.yaml": """\
id: gold
tier: gold
threshold: 7
panel: {reviewers: 2}
validity: {years: 3}
sections:
  - id: structure
    criteria:
      - {id: team, points: 4, minimum: 1}
  - id: finance
    criteria:
      - {id: money, points: 6}
""",
    "texts/en.yaml": """\
language: en
scheme: {title: Regional label, note: An example.}
labels:
  gold: {title: Gold, claim: Proven, description: Very good.}
scales:
  steps: {0: Absent, 1: Begun, 2: Done}
sections:
  structure: {title: Structure, intro: Who.}
  finance: {title: Finance, intro: What from.}
criteria:
  team:
    title: Team
    question: Who works here?
    why: People matter.
    evidence: A list.
    levels: {0: Nobody., 1: One., 2: Two.}
  money:
    title: Money
    question: How much is there?
    why: Rent is due.
    evidence: A budget.
    levels: {0: None., 1: Some., 2: Enough.}
""",
    "texts/fi.yaml": """\
language: fi
scheme: {title: Alueellinen merkki, note: Esimerkki.}
labels:
  gold: {title: Kulta, claim: Todennettu, description: Erinomainen.}
scales:
  steps: {0: Puuttuu, 1: Aluillaan, 2: Valmis}
sections:
  structure: {title: Rakenne, intro: Ketkä.}
  finance: {title: Rahoitus, intro: Mistä.}
criteria:
  team:
    title: Henkilöstö
    question: Ketkä ovat töissä?
    why: Ihmiset ratkaisevat.
    evidence: Luettelo.
    levels: {0: Ei kukaan., 1: Yksi., 2: Kaksi.}
  money:
    title: Raha
    question: Paljonko sitä on?
    why: Vuokra erääntyy.
    evidence: Talousarvio.
    levels: {0: Ei ole., 1: Vähän., 2: Riittävästi.}
""",
}

_FOLDER = Path(__file__).with_name("everything")
EVERYTHING = {
    path.relative_to(_FOLDER).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(_FOLDER.rglob("*.yaml"))
}

Change = tuple[str, str, str]


def make_files(*changes: Change, base: dict[str, str] = FILES) -> dict[str, str]:
    """A scheme with each change `(file, old, new)` made; `old` stands in the file once."""
    files = dict(base)
    for name, old, new in changes:
        assert files[name].count(old) == 1, f"{old!r} must stand in {name} once"
        files[name] = files[name].replace(old, new)
    return files


def made(*changes: Change, base: dict[str, str] = FILES) -> Edition:
    """The edition that a scheme makes with the changes."""
    return load_edition(make_files(*changes, base=base))


def faults_of(files: dict[str, str], folder: str = "") -> list[str]:
    """The faults that keep the files from being loaded."""
    with pytest.raises(CriteriaFault) as caught:
        load_edition(files, folder)
    return caught.value.faults


def faults_after(*changes: Change) -> list[str]:
    """The faults of the small scheme with the changes made."""
    return faults_of(make_files(*changes))


def faults_of_everything(*changes: Change) -> list[str]:
    """The faults of the scheme that uses the whole language, with the changes made."""
    return faults_of(make_files(*changes, base=EVERYTHING))


def told(name: str, old: str, new: str) -> list[str]:
    """The faults of the scheme that uses the whole language, after one change.

    The place of a fault in the changed file is written as `here`, or `here+1` for the line after.
    """
    here = EVERYTHING[name].partition(old)[0].count("\n") + 1
    return [_relative(fault, name, here) for fault in faults_of_everything((name, old, new))]


def _relative(fault: str, name: str, here: int) -> str:
    path, line, message = fault.split(":", 2)
    distance = int(line) - here
    place = f"here{distance:+}" if distance else "here"
    return f"{place}:{message}" if path == name else fault


def source_faults(text: str) -> list[str]:
    """The faults of one text, read as the file `f`."""
    with pytest.raises(CriteriaFault) as caught:
        read_source("f", text)
    return caught.value.faults
