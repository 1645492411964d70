"""How much a label asks before any answer is given."""

from assessment.domain.criteria import CriterionStatus, EvidenceRule, SupportRule
from assessment.domain.workload import Workload, workload
from tests.domain.building import make_criterion, make_label, make_question, make_section


def test_label_that_asks_nothing_takes_no_time() -> None:
    assert workload(make_label(sections=(make_section("empty"),))) == Workload(0, 0, 0, 0, 0, 0)


def test_work_is_counted_at_the_highest_level() -> None:
    rules = (EvidenceRule(1, 1), EvidenceRule(4, 3))
    claimed = make_criterion("claimed", support=SupportRule(2, rules))
    asked = make_criterion("asked", questions=(make_question("one"), make_question("two")))
    label = make_label(claimed, asked, profile=(make_question("members"),))
    found = workload(label)
    assert (found.criteria, found.levels, found.questions) == (2, 2, 3)
    assert (found.justifications, found.pieces) == (1, 3)
    assert found.hours == 1  # 10 minutes of reading, 6 for questions, 6 for words, 12 for evidence


def test_announced_criterion_is_no_work_yet() -> None:
    later = make_criterion("later", status=CriterionStatus.FUTURE)
    assert workload(make_label(later)).criteria == 0
