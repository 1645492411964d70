"""An installation whose only scheme is `all-types`."""

import pytest
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.config import Settings
from assessment.db.models import Answer
from assessment.db.queries import assessments
from tests.all_types import SCHEMES
from tests.building import Line


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"criteria_path": SCHEMES})


@pytest.fixture(scope="session")
def edition(all_types: Edition) -> Edition:
    return all_types


class Draft:
    """A draft of the world's cluster: the addresses of its pages, and what is saved in it."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.number = line.open().id
        self.home = f"/assessments/{self.number}"
        self.profile = f"{self.home}/profile"
        self.check = f"{self.home}/check"

    def criterion(self, criterion_id: str) -> str:
        return f"{self.home}/criteria/{criterion_id}"

    def answer(self, criterion_id: str) -> Answer | None:
        """What is saved for the criterion now."""
        return self._fresh(assessments.answers, criterion_id)

    def evidence(self, criterion_id: str) -> list[str]:
        """The titles of what is attached to the criterion now."""
        found = self._fresh(assessments.attached_evidence, criterion_id)
        return [item.title for item in found or ()]

    def _fresh(self, query, criterion_id: str):  # type: ignore[no-untyped-def]
        session: Session = self.line.session
        session.expire_all()
        found = query(session, self.number).get(criterion_id)
        session.commit()  # releases the write lock to the browsers
        return found


@pytest.fixture
def draft(line: Line) -> Draft:
    return Draft(line)
