from datetime import date

import pytest

from assessment.domain.answers import UNANSWERED, Answer, AnswerSheet, HeldLabel, Piece
from assessment.domain.criteria import EvidenceKind, EvidenceRule, SupportRule
from tests.domain.building import TODAY, make_answer, make_criterion

JUSTIFIED_FROM_1 = make_criterion(support=SupportRule(justification_from=1))
DOCUMENT, SPREADSHEET, LINK = EvidenceKind.DOCUMENT, EvidenceKind.SPREADSHEET, EvidenceKind.LINK


def unmet(rules, evidence, level=2, on=TODAY):
    """What these pieces leave unmet of the rules, for a claim of the level."""
    criterion = make_criterion(support=SupportRule(evidence=rules))
    return Answer(level, evidence=evidence).unmet_rules(criterion, level, on)


def test_criterion_without_an_entry_is_unanswered():
    assert AnswerSheet().of("team") == UNANSWERED
    assert UNANSWERED.level is None


def test_sheet_gives_the_answer_to_a_criterion():
    answer = make_answer(3)
    assert AnswerSheet({"team": answer}).of("team") is answer


@pytest.mark.parametrize("words", ["", "   ", "\n\t"])
def test_blank_words_are_no_justification(words):
    assert not make_answer(justification=words).has_justification(JUSTIFIED_FROM_1, 1)


def test_words_are_a_justification():
    assert make_answer(justification="Signed.").has_justification(JUSTIFIED_FROM_1, 1)


def test_justification_is_not_missed_below_its_level():
    assert make_answer(justification="").has_justification(JUSTIFIED_FROM_1, 0)


@pytest.mark.parametrize(("count", "is_met"), [(0, False), (1, False), (2, True), (3, True)])
def test_evidence_is_enough_from_the_number_asked_on(count, is_met):
    rule = EvidenceRule(2, at_least=2)
    assert unmet((rule,), (Piece(),) * count) == ([] if is_met else [rule])


def test_evidence_is_not_missed_below_its_level():
    assert unmet((EvidenceRule(2),), (), level=1) == []


def test_every_rule_on_evidence_is_held_against_the_claim_by_itself():
    papers = EvidenceRule(1, at_least=2, kinds=frozenset({DOCUMENT}))
    tables = EvidenceRule(2, kinds=frozenset({SPREADSHEET}))
    pages = EvidenceRule(3, kinds=frozenset({LINK}))
    assert unmet((papers, tables, pages), (Piece(DOCUMENT),), level=2) == [papers, tables]
    assert unmet((papers, tables, pages), (Piece(DOCUMENT),) * 2, level=3) == [tables, pages]


def test_one_piece_may_meet_several_rules():
    rules = (EvidenceRule(1), EvidenceRule(1, kinds=frozenset({DOCUMENT})))
    assert unmet(rules, (Piece(DOCUMENT),)) == []


@pytest.mark.parametrize(
    ("kind", "does_count"), [(DOCUMENT, True), (SPREADSHEET, True), (LINK, False)]
)
def test_only_pieces_of_the_kinds_asked_count(kind, does_count):
    rule = EvidenceRule(0, kinds=frozenset({DOCUMENT, SPREADSHEET}))
    assert Piece(kind).counts_for(rule, TODAY) is does_count


def test_piece_of_any_kind_and_age_counts_where_neither_is_asked():
    assert Piece(LINK).counts_for(EvidenceRule(0), None)


@pytest.mark.parametrize(
    ("dated", "does_count"),
    [
        (date(2026, 6, 15), True),
        (date(2024, 6, 15), True),
        (date(2024, 5, 16), True),  # twenty-four full months and thirty days
        (date(2024, 5, 15), False),  # twenty-five full months
        (date(2020, 1, 1), False),
        (date(2026, 6, 16), True),  # forms refuse a day to come
    ],
)
def test_age_of_a_piece_is_counted_in_full_months(dated, does_count):
    rule = EvidenceRule(0, months_old_at_most=24)
    assert Piece(dated=dated).counts_for(rule, TODAY) is does_count


@pytest.mark.parametrize(
    ("on", "does_count"),
    [
        (date(2027, 6, 15), True),
        (date(2027, 7, 15), False),  # thirteen full months since it was added
        (date(2059, 12, 31), False),
        (date(2060, 1, 1), True),  # by then it has been
        (date(2061, 2, 1), False),
    ],
)
def test_age_of_a_piece_that_speaks_of_days_to_come_is_counted_since_it_was_added(on, does_count):
    rule = EvidenceRule(0, months_old_at_most=12)
    assert Piece(dated=date(2060, 1, 1), added=TODAY).counts_for(rule, on) is does_count


def test_piece_without_a_date_does_not_count_where_an_age_is_asked():
    assert not Piece().counts_for(EvidenceRule(0, months_old_at_most=600), TODAY)


def test_no_piece_counts_where_an_age_is_asked_and_the_day_is_not_known():
    assert not Piece(dated=TODAY).counts_for(EvidenceRule(0, months_old_at_most=600), None)


def test_piece_must_be_of_the_kind_and_of_the_age():
    rule = EvidenceRule(0, kinds=frozenset({LINK}), months_old_at_most=12)
    assert Piece(LINK, TODAY).counts_for(rule, TODAY)
    assert not Piece(DOCUMENT, TODAY).counts_for(rule, TODAY)
    assert not Piece(LINK, date(2020, 1, 1)).counts_for(rule, TODAY)


def test_attested_sheet_has_the_levels_of_the_reviewers():
    sheet = AnswerSheet({"team": make_answer(4, values={"size": "3"})}).attested(
        {"team": 0, "money": 3}
    )
    assert (sheet.of("team").level, sheet.of("team").is_attested) == (0, True)
    assert sheet.of("team").values == {"size": "3"}
    assert sheet.of("money") == Answer(3, is_attested=True)


def test_attested_sheet_keeps_the_other_answers_the_profile_and_the_day():
    held = (HeldLabel("bronze", TODAY),)
    sheet = AnswerSheet({"web": make_answer(2)}, {"members": "20"}, held, TODAY)
    attested = sheet.attested({"team": 1})
    assert attested.of("web") == make_answer(2)
    assert (attested.profile, attested.held, attested.on) == ({"members": "20"}, held, TODAY)


def test_reviewers_without_a_level_say_that_a_criterion_does_not_apply():
    found = AnswerSheet({"team": make_answer(4)}).attested({"team": None}).of("team")
    assert (found.level, found.is_not_applicable, found.is_attested) == (None, True, True)


def test_level_of_the_reviewers_withdraws_a_claim_that_a_criterion_does_not_apply():
    claimed = AnswerSheet({"team": Answer(is_not_applicable=True)})
    assert not claimed.attested({"team": 2}).of("team").is_not_applicable


def test_unsettled_criterion_has_no_level_of_the_cluster_either():
    claimed = AnswerSheet({"team": make_answer(4), "web": Answer(is_not_applicable=True)})
    for found in claimed.attested({}, ["team", "web"]).answers.values():
        assert (found.level, found.is_not_applicable, found.is_attested) == (None, False, True)
