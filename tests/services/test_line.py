"""The whole line by its services: an assessment can be led to every state."""

import pytest

from assessment.domain.workflow import State
from tests.building import Line


@pytest.mark.parametrize("state", list(State))
def test_line_leads_to_every_state(line: Line, state: State) -> None:
    assert line.lead_to(state).state == state
