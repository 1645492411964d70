"""What a translation lacks, and which of its texts translate an earlier source text."""

import pytest

from assessment.catalogue.loader import Edition
from assessment.catalogue.texts import fingerprint
from assessment.catalogue.translations import (
    Translation,
    UnknownText,
    line_of,
    record,
    translations,
)
from tests.catalogue.authoring import Change, author_files, edition_of

FINNISH = """\
language: fi
scheme: {title: Uusi malli, note: Luonnos.}
criteria:
  strategy:
    title: Strategia
    references: [Opas, Esimerkki]
"""

REFERENCES: Change = (
    "texts/en.yaml",
    "    guidance: A presentation",
    "    references: [Guide, Example]\n    guidance: A presentation",
)
TITLE = "title: Strategy\n"


def make_edition(recorded: str | None = None, *changes: Change) -> Edition:
    """The starter scheme with a few texts in Finnish, and what was recorded of them."""
    files = author_files(("scheme.yaml", "languages: [en]  ", "languages: [en, fi]"), REFERENCES)
    for name, old, new in changes:
        assert files[name].count(old) == 1
        files[name] = files[name].replace(old, new)
    files["texts/fi.yaml"] = FINNISH
    if recorded is not None:
        files["translated/fi.yaml"] = recorded
    return edition_of(files)


def finnish(edition: Edition) -> Translation:
    (only,) = translations(edition)
    return only


NEW_TITLE: Change = ("texts/en.yaml", TITLE, "title: The strategy\n")
NEW_REFERENCES: Change = ("texts/en.yaml", "[Guide, Example]", "[Guide, Examples]")


def test_translation_lacks_what_only_the_source_has() -> None:
    found = finnish(make_edition())
    assert "criteria.strategy.question" in found.lacking
    assert "criteria.strategy.levels.0" in found.lacking
    assert "criteria.strategy.title" not in found.lacking
    assert "language" not in found.lacking


def test_translation_that_nobody_recorded_is_not_outdated() -> None:
    found = finnish(make_edition())
    assert found.outdated == ()
    assert found.unrecorded == (
        "scheme.title",
        "scheme.note",
        "criteria.strategy.title",
        "criteria.strategy.references",
    )


def test_recorded_translation_is_outdated_when_its_source_changes() -> None:
    text, count = record(make_edition(), "fi")
    assert count == 4
    assert finnish(make_edition(text)).outdated == ()
    changed = finnish(make_edition(text, NEW_TITLE, NEW_REFERENCES))
    assert changed.outdated == ("criteria.strategy.title", "criteria.strategy.references")
    assert changed.unrecorded == ()


def test_outdated_texts_are_marked_where_they_are_shown() -> None:
    text, _count = record(make_edition(), "fi")
    shown = make_edition(text, NEW_TITLE, NEW_REFERENCES).texts.in_language("fi")
    strategy = shown.criteria["strategy"]
    assert strategy.title.is_outdated  # type: ignore[attr-defined]
    assert [each.is_outdated for each in strategy.references] == [True, True]  # type: ignore[attr-defined]
    assert not shown.scheme.title.is_outdated  # type: ignore[attr-defined]


def test_texts_that_are_up_to_date_are_not_marked() -> None:
    text, _count = record(make_edition(), "fi")
    strategy = make_edition(text).texts.in_language("fi").criteria["strategy"]
    assert [each.is_outdated for each in strategy.references] == [False, False]  # type: ignore[attr-defined]


def test_recording_some_keeps_what_was_recorded_of_the_others() -> None:
    text, _count = record(make_edition(), "fi")
    changed = make_edition(text, NEW_TITLE, NEW_REFERENCES)
    again, count = record(changed, "fi", ["criteria.strategy.title"])
    assert count == 1
    assert finnish(make_edition(again, NEW_TITLE, NEW_REFERENCES)).outdated == (
        "criteria.strategy.references",
    )


def test_key_means_all_texts_below_it() -> None:
    assert record(make_edition(), "fi", ["criteria"])[1] == 2
    assert record(make_edition(), "fi", ["criteria.strategy", "scheme.title"])[1] == 3


@pytest.mark.parametrize("key", ["criteria.strat", "criteria.services", "language"])
def test_key_without_a_translation_is_unknown(key: str) -> None:
    with pytest.raises(UnknownText, match=key):
        record(make_edition(), "fi", [key])


def test_recorded_file_has_each_fingerprint_as_a_text() -> None:
    text, _count = record(make_edition(), "fi", ["criteria.strategy"])
    joined = fingerprint("Guide\nExample")
    assert text.partition("language: ")[2] == (
        "fi\ntexts:\n"
        f'  criteria.strategy.title: "{fingerprint("Strategy")}"\n'
        f'  criteria.strategy.references: "{joined}"\n'
    )


def test_record_of_a_text_that_is_gone_is_dropped() -> None:
    text, _count = record(make_edition(), "fi")
    stale = text + '  criteria.vision.title: "0123456789ab"\n'
    again, _count = record(make_edition(stale), "fi", ["scheme.title"])
    assert "vision" not in again


def test_line_is_that_of_the_text_or_of_what_is_around_it() -> None:
    edition = make_edition()
    assert line_of(edition, "fi", "criteria.strategy.title") == 5
    assert line_of(edition, "fi", "criteria.strategy.levels.2") == 4
