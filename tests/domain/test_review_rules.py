"""What a labelling body rules about review, and who reviews what."""

from assessment.domain.criteria import UNRATED, CriterionStatus, Panel, Renewal, Scheme, Visit
from assessment.domain.review_rules import USUAL, Anchor, ReviewRules
from tests.domain.building import make_criterion, make_label

SHORT = Panel(1, visit=Visit.VIDEO)


def test_usual_rules_give_a_process_of_known_length():
    assert (USUAL.formal_check_days, USUAL.return_days) == (14, 30)
    assert (USUAL.objection_days, USUAL.acceptance_days) == (7, 7)
    assert (USUAL.review_days, USUAL.consensus_days, USUAL.decision_days) == (28, 14, 30)
    assert (USUAL.appeal_days, USUAL.appeal_answer_days, USUAL.complaint_days) == (30, 60, 30)
    assert USUAL.conflict_years == 3
    assert (USUAL.reminder_days, USUAL.validity_reminder_days) == ((7, 1), (180, 90, 30, 7))


def test_scheme_that_says_nothing_has_the_usual_rules():
    assert Scheme("regional", "1", ("en",), (make_label(),)).review == USUAL == ReviewRules()


def test_first_application_is_rated_by_the_panel_of_the_label():
    label = make_label(renewal=Renewal(3, 12, is_reduced=True, panel=SHORT))
    assert label.panel_for(is_renewal=False) == Panel(2)


def test_renewal_is_rated_by_a_panel_of_its_own_where_there_is_one():
    label = make_label(renewal=Renewal(3, 12, is_reduced=True, panel=SHORT))
    assert label.panel_for(is_renewal=True) == SHORT


def test_renewal_without_a_panel_of_its_own_is_rated_by_that_of_the_label():
    for renewal in (None, Renewal(3), Renewal(3, is_reduced=True)):
        assert make_label(renewal=renewal).panel_for(is_renewal=True) == Panel(2)


def test_anchors_of_a_label_are_those_of_what_it_rates_today():
    label = make_label(
        make_criterion("team"),
        make_criterion("size", scale=UNRATED),
        make_criterion("later", status=CriterionStatus.FUTURE),
    )
    names = ("later", "team", "size", "money", "team")
    anchors = tuple(Anchor(f"a{i}", name, 1) for i, name in enumerate(names))
    scheme = Scheme("regional", "1", ("en",), (label,), anchors=anchors)
    assert scheme.anchors_of(label) == (Anchor("a1", "team", 1), Anchor("a4", "team", 1))
