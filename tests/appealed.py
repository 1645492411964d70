"""An appeal that is admitted: a fresh panel takes over the line's seats, and what it does."""

from assessment.db.models import Submission
from assessment.services.appeals import admit_appeal
from assessment.services.decisions import Outcome
from tests.building import MAILING, NOON, Line
from tests.people import make_person

ANSWER = {"answer": "The plan was overlooked.", "at": NOON, "mailing": MAILING}


def admit(line: Line, submission: Submission) -> None:
    """The secretariat admits the appeal."""
    admit_appeal(line.session, submission=submission, actor_id=line.world.deputy.id, **ANSWER)


def ask_fresh_panel(line: Line, submission: Submission) -> None:
    """Others than those who sat before are asked."""
    people = [
        make_person(
            line.session, f"fresh{number}@people.example", is_reviewer=True, country=country
        )
        for number, country in enumerate(("FI", "SE", "AT"))
    ]
    line.world.reviewer, line.world.colleague, line.world.idle_reviewer = people
    line.propose(submission)
    line.agree_to_panel(submission)


def fresh_panel(line: Line, submission: Submission) -> None:
    """Others than those who sat before take over the line's seats."""
    ask_fresh_panel(line, submission)
    for person in line.panel:
        line.declare(submission, person)


def decide_again(line: Line, submission: Submission, outcome: Outcome) -> None:
    """The appeal is admitted, the fresh panel rates the highest levels, and it is decided."""
    admit(line, submission)
    fresh_panel(line, submission)
    for reviewer in line.panel:
        line.rate_all(submission, reviewer, 4)
        line.hand_in(submission, reviewer)
    line.close(submission)
    line.decide(submission, outcome)
