"""A small scheme as files, and what is wrong with it after a change."""

import pytest

from assessment.catalogue.faults import CriteriaFault
from assessment.catalogue.loader import load_edition
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

Change = tuple[str, str, str]


def make_files(*changes: Change) -> dict[str, str]:
    """The small scheme with each change `(file, old, new)` made; `old` stands in the file once."""
    files = dict(FILES)
    for name, old, new in changes:
        assert files[name].count(old) == 1, f"{old!r} must stand in {name} once"
        files[name] = files[name].replace(old, new)
    return files


def faults_of(files: dict[str, str], folder: str = "") -> list[str]:
    """The faults that keep the files from being loaded."""
    with pytest.raises(CriteriaFault) as caught:
        load_edition(files, folder)
    return caught.value.faults


def faults_after(*changes: Change) -> list[str]:
    """The faults of the small scheme with the changes made."""
    return faults_of(make_files(*changes))


def source_faults(text: str) -> list[str]:
    """The faults of one text, read as the file `f`."""
    with pytest.raises(CriteriaFault) as caught:
        read_source("f", text)
    return caught.value.faults
