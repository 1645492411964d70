"""The scheme that comes with the product."""

from fractions import Fraction

import pytest

from assessment.catalogue.loader import load_edition
from assessment.catalogue.texts import level_texts
from assessment.domain.answers import AnswerSheet
from assessment.domain.criteria import SupportRule, Tier
from assessment.domain.scoring import Status, score


@pytest.fixture(params=["en", "fi"])
def words(request, edition):
    return edition.texts.languages[request.param]


def test_scheme_has_the_gold_label_in_english_and_finnish(edition):
    assert edition.scheme.id == "cluster-excellence"
    assert edition.scheme.languages == ("en", "fi")
    assert [(label.id, label.tier) for label in edition.scheme] == [("gold", Tier.GOLD)]


def test_gold_asks_31_criteria_in_five_sections(gold):
    assert [(s.number, s.id, len(s.criteria), s.points) for s in gold.sections] == [
        (1, "structure", 4, 16),
        (2, "governance", 10, 40),
        (3, "financing", 2, 10),
        (4, "strategy", 12, 72),
        (5, "achievements", 3, 12),
    ]
    assert len(gold.criteria) == len({c.id for c in gold.criteria}) == 31


def test_gold_is_reached_at_four_fifths_of_150_points(gold):
    assert (gold.points, gold.threshold) == (150, 120)
    assert gold.threshold / gold.points == Fraction(4, 5)


def test_gold_is_rated_by_two_and_holds_two_years(gold):
    assert (gold.panel_size, gold.validity_years) == (2, 2)


def test_every_criterion_is_rated_from_0_to_4(gold):
    assert {c.scale.levels for c in gold.criteria} == {(0, 1, 2, 3, 4)}


def test_minimums_lie_within_reach(gold):
    minimums = [c.minimum for c in gold.criteria if c.minimum is not None]
    assert (len(minimums), min(minimums), max(minimums)) == (21, 1, 3)


def test_support_is_asked_as_the_bank_says(gold):
    assert gold.criterion("web-presence").support == SupportRule(1, 2, 1)
    assert gold.criterion("committed-participation").support == SupportRule(1, 2, 2)
    assert gold.criterion("number-of-participants").support == SupportRule(3, 2, 1)
    assert gold.criterion("private-financing").support == SupportRule(1, 1, 2)


def test_highest_levels_reach_gold_and_lowest_miss_every_minimum(gold):
    best = score(gold, AnswerSheet.attested({c.id: 4 for c in gold.criteria}))
    worst = score(gold, AnswerSheet.attested({c.id: 0 for c in gold.criteria}))
    assert (best.points, best.outcome) == (150, Status.MET)
    assert (worst.points, len(worst.missed_minimums), worst.outcome) == (0, 21, Status.MISSED)


def test_three_everywhere_falls_short_by_seven_and_a_half_points(gold):
    card = score(gold, AnswerSheet.attested({c.id: 3 for c in gold.criteria}))
    assert (card.points, card.shortfall) == (Fraction(225, 2), Fraction(15, 2))
    assert (card.minimums, card.outcome) == (Status.MET, Status.MISSED)


def test_wording_is_whole_in_both_languages(gold, words):
    assert set(words.criteria) == {c.id for c in gold.criteria}
    assert set(words.sections) == {s.id for s in gold.sections}
    for criterion in gold.criteria:
        assert [level.value for level in level_texts(words, criterion)] == [0, 1, 2, 3, 4]


def test_languages_share_no_sentence(edition):
    english, finnish = (edition.texts.languages[key].criteria for key in ("en", "fi"))
    for key, wording in english.items():
        assert wording.question != finnish[key].question
        assert not set(wording.levels.values()) & set(finnish[key].levels.values())


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "It is not the official label."), ("fi", "eikä kyseessä ole virallinen laatumerkki")],
)
def test_note_says_that_this_is_not_the_official_label(edition, language, sentence):
    assert sentence in edition.texts.languages[language].scheme.note


def test_no_stays_a_text_and_a_language(edition):
    norwegian = edition.files["texts/en.yaml"].replace("language: en", "language: no")
    files = edition.files | {
        "scheme.yaml": edition.files["scheme.yaml"].replace("[en, fi]", "[en, fi, no]"),
        "texts/no.yaml": norwegian.replace("title: Gold", "title: no"),
    }
    changed = load_edition(files)
    assert changed.scheme.languages == ("en", "fi", "no")
    assert changed.texts.in_language("no").labels["gold"].title == "no"
