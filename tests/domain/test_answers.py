import pytest

from assessment.domain.answers import UNANSWERED, Answer, AnswerSheet
from assessment.domain.criteria import SupportRule
from tests.domain.building import make_answer, make_criterion

JUSTIFIED_FROM_1 = make_criterion(support=SupportRule(justification_from=1))
TWO_PIECES_FROM_2 = make_criterion(support=SupportRule(evidence_from=2, evidence_count=2))


def test_criterion_without_an_entry_is_unanswered():
    assert AnswerSheet().of("team") == UNANSWERED
    assert UNANSWERED.level is None


def test_sheet_gives_the_answer_to_a_criterion():
    answer = make_answer(3)
    assert AnswerSheet({"team": answer}).of("team") is answer


@pytest.mark.parametrize("words", ["", "   ", "\n\t"])
def test_blank_words_are_no_justification(words):
    assert not make_answer(1, justification=words).has_justification(JUSTIFIED_FROM_1)


def test_words_are_a_justification():
    assert make_answer(1, justification="Signed.").has_justification(JUSTIFIED_FROM_1)


def test_justification_is_not_missed_below_its_level():
    assert make_answer(0, justification="").has_justification(JUSTIFIED_FROM_1)


@pytest.mark.parametrize(("count", "is_enough"), [(0, False), (1, False), (2, True), (3, True)])
def test_evidence_is_there_from_the_number_asked_on(count, is_enough):
    assert make_answer(2, evidence_count=count).has_evidence(TWO_PIECES_FROM_2) is is_enough


def test_evidence_is_not_missed_below_its_level():
    assert make_answer(1, evidence_count=0).has_evidence(TWO_PIECES_FROM_2)


def test_unanswered_lacks_neither_justification_nor_evidence():
    criterion = make_criterion(support=SupportRule(justification_from=0, evidence_from=0))
    assert UNANSWERED.has_justification(criterion)
    assert UNANSWERED.has_evidence(criterion)


def test_attested_level_stands_on_the_word_of_the_reviewer():
    attested = Answer(4, is_attested=True)
    assert attested.has_justification(JUSTIFIED_FROM_1)
    assert attested.has_evidence(TWO_PIECES_FROM_2)


def test_attested_sheet_has_an_attested_answer_for_each_level():
    sheet = AnswerSheet.attested({"team": 0, "money": 3})
    assert sheet.answers == {
        "team": Answer(0, is_attested=True),
        "money": Answer(3, is_attested=True),
    }
