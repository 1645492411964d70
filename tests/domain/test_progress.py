"""How far a sheet is: stages, counts, and what a label still asks."""

from fractions import Fraction

import pytest

from assessment.domain.answers import Answer, AnswerSheet
from assessment.domain.criteria import CriterionStatus, EvidenceRule, NotApplicable, SupportRule
from assessment.domain.progress import (
    Progress,
    Remainder,
    Stage,
    is_problem,
    progress,
    remainder,
    stage_of,
)
from assessment.domain.scorecard import CriterionScore
from assessment.domain.scoring import score
from tests.domain.building import make_answer, make_criterion, make_label, make_section, make_sheet

ONE_PIECE = SupportRule(None, (EvidenceRule(1),))
A_WORD = SupportRule(1)


def scored(answer: Answer | None, **more: object) -> CriterionScore:
    criterion = make_criterion(**more)
    answers = {"team": answer} if answer else {}
    return score(make_label(criterion), AnswerSheet(answers)).of("team")


@pytest.mark.parametrize(
    ("answer", "more", "stage"),
    [
        (None, {}, Stage.NOT_BEGUN),
        (Answer(None, "We plan to."), {}, Stage.BEGUN),
        (Answer(3), {}, Stage.ANSWERED),
        (Answer(3), {"support": ONE_PIECE}, Stage.NEEDS_EVIDENCE),
        (Answer(3), {"support": A_WORD}, Stage.UNSUPPORTED),
        (Answer(2), {"minimum": 3}, Stage.BELOW_MINIMUM),
        (Answer(2), {"minimum": 3, "support": ONE_PIECE}, Stage.NEEDS_EVIDENCE),
        (
            Answer(None, "None here.", is_not_applicable=True),
            {"not_applicable": NotApplicable.EXCLUDE},
            Stage.NOT_APPLICABLE,
        ),
        (None, {"status": CriterionStatus.FUTURE}, Stage.ANNOUNCED),
    ],
)
def test_stage_follows_from_the_score(
    answer: Answer | None, more: dict[str, object], stage: Stage
) -> None:
    found = scored(answer, **more)
    assert stage_of(found, is_begun=answer is not None and answer.is_begun) is stage


def test_answer_is_begun_by_any_word_or_piece() -> None:
    assert not Answer().is_begun
    assert not Answer(justification="  ").is_begun
    assert Answer(0).is_begun
    assert Answer(values={"size": "3"}).is_begun
    assert Answer(is_not_applicable=True).is_begun
    assert make_answer(None, justification="").is_begun


def test_problem_is_an_answer_that_is_not_enough() -> None:
    assert is_problem(scored(Answer(2), minimum=3))
    assert is_problem(scored(Answer(2), support=ONE_PIECE))
    assert not is_problem(scored(None, minimum=3))
    assert not is_problem(scored(Answer(3), minimum=3))


def test_progress_counts_what_is_asked() -> None:
    label = make_label(
        make_criterion("done"),
        make_criterion("bare", support=ONE_PIECE),
        make_criterion("silent", support=A_WORD),
        make_criterion("open"),
        make_criterion("later", status=CriterionStatus.FUTURE),
    )
    claims = {name: Answer(2) for name in ("done", "bare", "silent")}
    found = progress(score(label, AnswerSheet(claims)).criteria)
    assert found == Progress(asked=4, answered=3, done=1, to_confirm=0, unanswered=1, lacking=1)
    assert found.unsupported == 1
    assert not found.is_finished


def test_answer_that_is_to_confirm_is_counted_as_that_alone() -> None:
    label = make_label(
        make_criterion("done"),
        make_criterion("earlier"),
        make_criterion("bare", support=ONE_PIECE),
        make_criterion("open"),
    )
    claims = {name: Answer(2) for name in ("done", "earlier", "bare")}
    found = progress(score(label, AnswerSheet(claims)).criteria, ("earlier", "bare"))
    assert found == Progress(asked=4, answered=3, done=1, to_confirm=2, unanswered=1, lacking=0)
    assert found.unsupported == 0
    assert not found.is_finished


def test_progress_of_nothing_is_finished() -> None:
    assert progress([]).is_finished


def test_remainder_counts_each_thing_that_is_missing() -> None:
    sections = (
        make_section(
            "structure",
            make_criterion("low", minimum=3),
            make_criterion("bare", support=ONE_PIECE),
            minimum=Fraction(6),
        ),
        make_section("strategy", make_criterion("open", minimum=1), number=2),
    )
    label = make_label(sections=sections, threshold=9)
    card = score(label, AnswerSheet({"low": Answer(2), "bare": Answer(4)}))
    assert remainder(card) == Remainder(
        is_reached=False,
        missed=1,
        open=1,
        sections=1,
        points=Fraction(7),
        conditions=0,
        unanswered=1,
        unsupported=1,
    )


def test_remainder_of_a_reached_label_can_leave_criteria_open() -> None:
    label = make_label(make_criterion("team"), make_criterion("open"), threshold=4)
    left = remainder(score(label, make_sheet(team=4)))
    assert left == Remainder(True, 0, 0, 0, Fraction(0), 0, unanswered=1, unsupported=0)
