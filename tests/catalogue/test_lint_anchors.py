"""anchors.yaml: cases for calibration name rated criteria and levels of their scales."""

import pytest

from assessment.catalogue.loader import frozen_edition
from assessment.catalogue.translations import record
from tests.catalogue.building import (
    EVERYTHING,
    FILES,
    faults_of,
    faults_of_everything,
    made,
    make_files,
    told,
)

STRATEGY = "{id: thick-paper, criterion: strategy, level: 1}"


@pytest.mark.parametrize(
    ("new", "fault"),
    [
        ("{id: thick-paper, criterion: strategies, level: 1}",
         "'thick-paper': 'strategies' is not in criteria.yaml; expected one of its criteria"),
        ("{id: thick-paper, criterion: fax, level: 1}",
         "'thick-paper': 'fax' is retired, so nobody rates it"),
        ("{id: thick-paper, criterion: portrait, level: 1}",
         "'thick-paper': 'portrait' is not rated; expected a criterion that is"),
        ("{id: thick-paper, criterion: strategy, level: 5}",
         "'thick-paper': its scale has no level 5; expected one of: 0, 1, 2, 3, 4"),
        ("{id: thick-paper, criterion: quality, level: 20}",
         "'thick-paper': its scale has no level 20; expected one of: 0, 1, 2, 3, 4"),
        ("{id: thick-paper, criterion: strategy, level: -1}",
         "anchors.thick-paper.level: expected at least 0, found the number -1"),
        ("{id: thick-paper, criterion: strategy}",
         "anchors.thick-paper.level: the key is missing"),
        ("{id: thick-paper, criterion: strategy, level: 1, label: gold}",
         "anchors.thick-paper.label: the key is not known here; expected one of: criterion, id, level"),
    ],
)  # fmt: skip
def test_fault_in_a_case_is_told_where_it_stands(new, fault):
    assert told("anchors.yaml", STRATEGY, new) == [f"here: {fault}"]


def test_case_stands_once():
    again = f"{STRATEGY}\n  - {STRATEGY}"
    expected = "here+1: 'thick-paper' stands here twice; expected it once"
    assert told("anchors.yaml", STRATEGY, again) == [expected]


def test_scheme_needs_no_cases():
    assert made().scheme.anchors == ()


def test_texts_wait_for_cases_that_are_broken():
    """Which cases there are, nobody can tell without the file; what else is wrong is told."""
    change = ("anchors.yaml", "anchors:\n", "anchor:\n")
    other = ("gold.yaml", "minimum: 2}", "minimum: 9}")
    assert [fault.split(":")[0] for fault in faults_of_everything(change, other)] == [
        "anchors.yaml",
        "gold.yaml",
    ]


def test_texts_of_cases_that_there_are_not_are_told():
    change = ("texts/en.yaml", "sections:", "anchors: {a: {title: T, case: C, why: W}}\nsections:")
    message = "anchors: nothing in the scheme is called 'a'"
    assert faults_of(make_files(change)) == [f"texts/en.yaml:7: {message}"]


def test_cases_are_frozen_with_their_edition():
    edition = made(base=EVERYTHING)
    assert frozen_edition(edition.files).scheme.anchors == edition.scheme.anchors
    without = {name: text for name, text in FILES.items() if name != "anchors.yaml"}
    assert frozen_edition(without).scheme.anchors == ()
    changed = EVERYTHING | {"anchors.yaml": EVERYTHING["anchors.yaml"] + "# x\n"}
    assert made(base=changed).digest != edition.digest


def test_case_without_a_translation_is_shown_in_the_source_language():
    texts = made(base=EVERYTHING).texts.in_language("fi").anchors["thick-paper"]
    assert (texts.title, texts.title.language) == ("Paksu paperi", "fi")
    assert (texts.case.language, texts.why.language) == ("en", "en")


def test_translation_of_an_earlier_case_is_outdated():
    recorded = record(made(base=EVERYTHING), "fi", ["anchors", "duties"])[0]
    changes = (
        ("texts/en.yaml", "title: A thick paper", "title: A thicker paper"),
        ("texts/en.yaml", "{title: News,", "{title: What is new,"),
    )
    edition = made(*changes, base=EVERYTHING | {"translated/fi.yaml": recorded})
    words = edition.texts.in_language("fi")
    assert words.anchors["thick-paper"].title.is_outdated
    assert words.duties["news"].title.is_outdated
