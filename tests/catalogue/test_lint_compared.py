"""In which figure clusters are compared: it is there, it is one, and its light can be reached."""

import pytest

from tests.catalogue.building import faults_of_everything

LEFT = "compared: {of: left, better: lower, yellow: 40, green: 10}"
FORM = "compared: {of: form}"
KINDS = "expected a number, a figure or a choice question"


@pytest.mark.parametrize(
    ("was", "now", "fault"),
    [
        (LEFT, "compared: {of: gone}",
         "'gone': the criterion 'turnover' has no question or figure 'gone';"
         " expected left"),
        (FORM, "compared: {of: services/offered}",
         f"'services/offered': this is a question of the type choices; {KINDS}"),
        (FORM, "compared: {of: form, better: higher}",
         "'form': options are compared by their shares; expected no better"),
        (LEFT, "compared: {of: left, better: lower, yellow: 61, green: 10}",
         "yellow: no 'left' in its bounds is 61; it goes from 0 to 60"),
        (LEFT, "compared: {of: funding/earned-share, better: higher, yellow: 20, green: 101}",
         "green: no 'funding/earned-share' in its bounds is 101; it goes up to 100"),
    ],
)  # fmt: skip
def test_fault_in_what_is_compared(was, now, fault):
    found = faults_of_everything(("criteria.yaml", was, now))
    assert fault in [line.partition(": ")[2] for line in found]


def test_label_asks_the_criterion_by_whose_figure_clusters_are_compared():
    found = faults_of_everything(("criteria.yaml", FORM, "compared: {of: services/offered}"))
    told = "'legal-form' refers to 'services', which this label does not ask"
    assert told in [line.partition(": ")[2] for line in found]
