"""What a cluster brings into comparisons, and which figures can be compared."""

from dataclasses import replace
from fractions import Fraction

import pytest

from assessment.catalogue.loader import Edition
from assessment.domain.answers import Answer, AnswerSheet
from assessment.domain.comparing import adopt, compared_figures, measure_of, members_of
from assessment.domain.criteria import Label
from assessment.domain.figures import Operation

PROFILE = {
    "founded": "2014-03-01",
    "management": "2",
    "smes": "30",
    "large-enterprises": "4",
    "research": "3",
    "education": "2",
    "public-bodies": "1",
    "others": "0",
}


@pytest.fixture(scope="session")
def bronze(edition: Edition) -> Label:
    return edition.scheme.label("bronze")


def sheet(**answers: dict[str, object]) -> AnswerSheet:
    given = {key.replace("_", "-"): Answer(values=values) for key, values in answers.items()}
    return AnswerSheet(given, PROFILE)


def test_figures_are_numbers_and_options(bronze: Label) -> None:
    found = compared_figures(
        bronze,
        sheet(
            legal_form={"form": "association"},
            budget={"income": "500000"},
            fee_share={"fees": "50000"},
            participants_per_fte={"people": "3"},
        ),
    )
    assert found == {
        "legal-form": "association",
        "size-and-composition": Fraction(40),
        "participants-per-fte": Fraction(20),
        "budget": Fraction(500_000),
        "fee-share": Fraction(10),
    }


def test_criterion_that_does_not_apply_has_no_figure(bronze: Label) -> None:
    values = {"potential": "40", "reached": "10"}
    assert compared_figures(bronze, sheet(growth_potential=values))["growth-potential"] == 25
    without = PROFILE | {"smes": "0", "large-enterprises": "0"}
    found = compared_figures(bronze, replace(sheet(growth_potential=values), profile=without))
    assert "growth-potential" not in found


def test_members_are_those_of_all_kinds(bronze: Label) -> None:
    assert members_of(bronze, sheet()) == 40
    assert members_of(bronze, AnswerSheet()) is None


def test_measure_follows_what_is_asked_and_derived(bronze: Label) -> None:
    fees = bronze.criterion("fee-share")
    assert measure_of(bronze, fees) == measure_of(bronze, fees)
    assert measure_of(bronze, fees) != measure_of(bronze, bronze.criterion("service-share"))
    assert measure_of(bronze, replace(fees, compared=None)) == ""
    (figure,) = fees.figures
    other = replace(fees, figures=(replace(figure, operation=Operation.DIFFERENCE),))
    changed = _with(bronze, other.id, figures=other.figures)
    assert measure_of(changed, changed.criterion("fee-share")) != measure_of(bronze, fees)


def _with(label: Label, criterion_id: str, **changes: object) -> Label:
    """The label with one criterion changed, or all where the id is ""."""
    sections = (
        replace(
            section,
            criteria=tuple(
                replace(c, **changes) if criterion_id in ("", c.id) else c  # type: ignore[arg-type]
                for c in section.criteria
            ),
        )
        for section in label.sections
    )
    return replace(label, sections=tuple(sections))


def test_label_from_before_takes_the_comparisons_of_a_newer_one(bronze: Label) -> None:
    before = _with(bronze, "", compared=None)
    assert before.compared == ()
    assert adopt(before, bronze) == bronze


def test_what_asked_something_else_before_is_not_compared(bronze: Label) -> None:
    before = _with(_with(bronze, "", compared=None), "fee-share", figures=())
    found = {criterion.id for criterion in adopt(before, bronze).compared}
    assert {criterion.id for criterion in bronze.compared} - found == {"fee-share"}
