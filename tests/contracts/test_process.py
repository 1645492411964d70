"""docs/process.md draws the tables that the code runs, and speaks of every step of an application."""

import re

from assessment.domain.workflow import Event
from tools.draw_process import DOCUMENT, drawn


def test_the_document_draws_the_tables_that_the_code_runs() -> None:
    text = DOCUMENT.read_text("utf-8")
    assert drawn(text) == text


def test_the_document_speaks_of_every_step_that_is_not_a_draft_put_aside() -> None:
    rows = re.findall(r"^\| ([a-z_, ]+) \|", DOCUMENT.read_text("utf-8"), re.MULTILINE)
    told = {event for row in rows for event in row.split(", ")} - {"step"}
    assert told == set(Event) - {Event.DISCARD}
