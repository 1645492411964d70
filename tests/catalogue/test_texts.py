"""The wording in each language: what stands in for a missing text, and which texts are outdated."""

from fractions import Fraction

import pytest

from assessment.catalogue.texts import (
    LevelText,
    fingerprint,
    level_texts,
    source_text,
    unit_text,
)
from assessment.catalogue.wording import Text
from tests.catalogue.building import EVERYTHING, faults_after, faults_of, made, make_files

FINNISH = "translated/fi.yaml"


def words_after(record: str, *changes, base=EVERYTHING):
    """The Finnish texts where translated/fi.yaml has this record."""
    files = make_files(*changes, base=base) | {FINNISH: f"language: fi\ntexts: {record}\n"}
    return made(base=files).texts.in_language("fi")


@pytest.fixture(scope="module")
def small():
    return made()


@pytest.fixture(scope="module")
def finnish():
    return made(base=EVERYTHING).texts.in_language("fi")


def test_wording_comes_in_the_language_asked(small):
    assert small.texts.in_language("fi").criteria["money"].title == "Raha"


def test_source_language_stands_in_for_one_that_the_scheme_lacks(small):
    assert small.texts.in_language("sv").criteria["money"].title == "Money"


def test_levels_read_from_the_lowest_with_name_and_description(small):
    money = small.scheme.label("gold").criterion("money")
    assert level_texts(small.texts.in_language("en"), money) == (
        LevelText(0, "Absent", "None."),
        LevelText(1, "Begun", "Some."),
        LevelText(2, "Done", "Enough."),
    )


def test_what_is_not_rated_has_no_levels_to_read():
    edition = made(base=EVERYTHING)
    portrait = edition.scheme.label("bronze").criterion("portrait")
    assert level_texts(edition.texts.in_language("en"), portrait) == ()


def test_texts_are_stripped_and_otherwise_kept():
    change = ("texts/en.yaml", "title: Gold", "title: '  Gold — <b>\"1\"</b>  '")
    assert made(change).texts.in_language("en").labels["gold"].title == 'Gold — <b>"1"</b>'


# Each text knows its language


def test_text_knows_the_language_that_it_is_written_in(finnish):
    strategy = finnish.criteria["strategy"]
    found = [strategy.title, strategy.question, strategy.levels[0], strategy.levels[1]]
    assert [(str(text), text.language) for text in found] == [
        ("Strategia", "fi"),
        ("Is there a strategy?", "en"),
        ("Ei ole.", "fi"),
        ("A draft.", "en"),
    ]


def test_text_that_is_missing_is_taken_from_the_source_language_however_deep(finnish):
    columns = finnish.criteria["funding"].questions["projects"].columns
    options = columns["area"].options
    assert (options["energy"], options["energy"].language) == ("Energy", "en")
    assert (options["health"], options["health"].language) == ("Terveys", "fi")
    assert columns["own-share"].help.language == "en"


def test_list_of_references_is_one_text(finnish):
    references = finnish.criteria["strategy"].references
    assert [(str(text), text.language) for text in references] == [("Eräs standardi", "fi")]


def test_source_language_is_its_own():
    words = made(base=EVERYTHING).texts.in_language("en")
    assert words.criteria["strategy"].title.language == "en"
    assert words.scheme.note.language == "en"


def test_translation_may_lack_everything():
    for text in ("language: fi\n", "language: fi\nlabels:\ncriteria: {}\n"):
        words = made(base=EVERYTHING | {"texts/fi.yaml": text}).texts.in_language("fi")
        title = words.labels["gold"].title
        assert (title, title.language, title.is_outdated) == ("Gold", "en", False)


def test_translation_may_leave_a_text_empty_to_have_the_source_text():
    change = ("texts/fi.yaml", "title: Kulta", "title: null")
    title = made(change, base=EVERYTHING).texts.in_language("fi").labels["gold"].title
    assert (title, title.language) == ("Gold", "en")


def test_what_is_missing_in_the_source_language_is_a_fault():
    """The translation that has it does not help: nobody can tell what it translates."""
    change = ("texts/en.yaml", "title: Gold, ", "")
    files = make_files(change, base=EVERYTHING)
    assert faults_of(files) == ["texts/en.yaml:6: labels.gold.title: the key is missing"]


def test_which_language_is_the_source_is_said_by_its_place():
    files = make_files(("scheme.yaml", "[en, fi]", "[fi, en]"), base=EVERYTHING)
    del files[FINNISH]
    found = faults_of(files)
    assert found
    assert {fault.split(":")[0] for fault in found} == {"texts/fi.yaml"}


# A translation knows which source text it translates


def test_fingerprint_is_the_beginning_of_the_sha_256():
    # printf 'Strategy' | sha256sum
    assert fingerprint("Strategy") == fingerprint("  Strategy\n") == "6b27710dfaaf"


def test_translation_of_todays_source_text_is_current():
    words = words_after(f"{{criteria.strategy.title: {fingerprint('Strategy')}}}")
    assert not words.criteria["strategy"].title.is_outdated


def test_translation_of_an_earlier_source_text_is_outdated():
    words = words_after(f"{{criteria.strategy.title: {fingerprint('Plan')}}}")
    title = words.criteria["strategy"].title
    assert (title, title.language, title.is_outdated) == ("Strategia", "fi", True)


def test_translation_of_which_nothing_is_recorded_passes_for_current(finnish):
    assert not finnish.criteria["strategy"].title.is_outdated


def test_outdated_is_each_text_by_itself():
    levels = {0: "None.", 2: "Decided."}
    record = ", ".join(
        f"criteria.strategy.levels.{level}: {fingerprint(text)}" for level, text in levels.items()
    )
    found = words_after(f"{{{record}}}").criteria["strategy"].levels
    assert [level for level, text in found.items() if text.is_outdated] == [2]


def test_text_that_is_not_translated_is_never_outdated():
    words = words_after(f"{{criteria.strategy.question: {fingerprint('Is there a plan?')}}}")
    question = words.criteria["strategy"].question
    assert (question.language, question.is_outdated) == ("en", False)


@pytest.mark.parametrize(
    ("lines", "is_outdated"),
    [(["A standard", "Another standard"], False), (["A standard"], True)],
)
def test_list_is_outdated_as_a_whole(lines, is_outdated):
    recorded = fingerprint(source_text(lines))
    words = words_after(f"{{criteria.strategy.references: {recorded}}}")
    assert [text.is_outdated for text in words.criteria["strategy"].references] == [is_outdated]


def test_record_of_a_text_that_is_gone_is_no_fault():
    assert words_after(f"{{criteria.fax.title: {fingerprint('Fax')}}}")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("language: sv\ntexts: {}\n", "1: language: expected 'fi', the name of the file"),
        ("texts: {}\n", "1: language: the key is missing"),
        ("language: fi\n", "1: texts: the key is missing"),
        ("language: fi\ntexts: {a.b: 0123456789ab}\nmore: 1\n",
         "3: more: the key is not known here; expected one of: language, texts"),
        ("language: fi\ntexts:\n  a.b: 0123456789AB\n",
         "3: texts.a.b: expected a fingerprint of 12 characters, found the text '0123456789AB'"),
        ("language: fi\ntexts:\n  a.b: 012345678912\n",
         "3: texts.a.b: expected a text, found the number 12345678912; write it in quotes"),
        ("- a\n", "1: expected keys and values, found a list"),
    ],
)  # fmt: skip
def test_fault_in_the_record_is_told_where_it_stands(text, fault):
    assert faults_of(EVERYTHING | {FINNISH: text}) == [f"{FINNISH}:{fault}"]


def test_record_does_not_bear_on_the_source_text_and_needs_no_translation():
    files = {key: text for key, text in EVERYTHING.items() if key != FINNISH}
    assert made(base=files).texts.in_language("fi").criteria["strategy"].title == "Strategia"


@pytest.mark.parametrize(
    ("language", "forms", "number", "text"),
    [
        ("en", {"one": "year"}, 1, "year"),
        ("en", {"one": "year"}, 0, "years"),
        ("en", {"one": "year"}, Fraction(3, 2), "years"),
        ("en", {"one": "year"}, Fraction(1001, 1000), "year"),  # shown as 1
        ("en", {}, 1, "years"),
        ("fi", {"one": "year"}, 1, "year"),
        ("pl", {"one": "rok", "few": "lata"}, 3, "lata"),
        ("pl", {"one": "rok", "few": "lata"}, 5, "years"),
        ("xx", {"one": "year"}, 1, "years"),
    ],
)
def test_unit_follows_the_plural_forms_of_its_language(language, forms, number, text):
    words = make_words(language, forms)
    assert unit_text(words, "years", Fraction(number)) == text


def make_words(language, forms):
    """The wording with the unit `years` in a language."""
    words = made().texts.in_language("en")
    units = {"years": Text.marked("years", language)}
    marked = {"years": {name: Text.marked(form, language) for name, form in forms.items()}}
    return words.model_copy(update={"language": language, "units": units, "unit_forms": marked})


def test_unit_that_is_not_translated_takes_no_form_of_the_other_language():
    words = make_words("fi", {"one": "vuosi"})
    english = words.model_copy(update={"units": {"years": Text.marked("years", "en")}})
    assert unit_text(english, "years", Fraction(1)) == "years"


def test_form_of_a_unit_that_nothing_has_is_a_fault():
    change = ("texts/en.yaml", "sections:\n", "unit_forms: {years: {one: year}}\nsections:\n")
    assert faults_after(change) == [
        "texts/en.yaml:7: unit_forms: nothing in the scheme is called 'years'"
    ]
