"""The words of the criteria language: criteria files, answers and records are written with them."""

import pytest

from assessment.domain.conditions import Operator, Status
from assessment.domain.criteria import (
    Aggregation,
    CriterionStatus,
    EvidenceKind,
    NotApplicable,
    Tier,
    Visit,
)
from assessment.domain.figures import Operation
from assessment.domain.questions import PROFILE, Obligation, QuestionType, Reference
from assessment.domain.scorecard import ConditionKind, Reason

WORDS = {
    Aggregation: "sum lowest",
    ConditionKind: "eligibility prerequisite complete improvements minimum section threshold",
    CriterionStatus: "active future retired",
    EvidenceKind: "document spreadsheet image link",
    NotApplicable: "forbid exclude zero",
    Obligation: "must should informative",
    Operation: "sum difference ratio years_since",
    Operator: "equals at_least at_most one_of includes is_answered",
    QuestionType: "choice choices yes_no whole decimal percentage money date text long_text table"
    " file link",
    Reason: "unanswered questions_open answered figure_out_of_bounds justification_missing"
    " evidence_missing evidence_unsuitable evidence_too_old not_applicable not_applicable_by_rule"
    " future",
    Status: "met missed undetermined",
    Tier: "bronze silver gold",
    Visit: "none video on_site",
}


@pytest.mark.parametrize(("enumeration", "words"), WORDS.items())
def test_words_do_not_change(enumeration, words):
    assert " ".join(enumeration) == words


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        (Reference(PROFILE, "members"), "profile/members"),
        (Reference("team", "costs", "cost"), "team/costs.cost"),
    ],
)
def test_reference_reads_as_it_is_written_in_a_file(reference, words):
    assert str(reference) == words
