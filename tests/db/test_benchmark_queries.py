"""Gathering everybody's figures takes the same number of statements, however many they are."""

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.db.models import (
    Assessment,
    Cluster,
    ComparedFigure,
    ComparedSubmission,
    SchemeEdition,
    Sheet,
    Submission,
)
from assessment.services.comparisons import pool_of
from tests.building import NOON, World, make_cluster
from tests.db.test_query_counts import counting


def add_clusters(session: Session, world: World, numbers: range) -> None:
    """A cluster with an awarded bronze label and one figure, of each number."""
    for number in numbers:
        cluster: Cluster = make_cluster(session, f"Cluster {number}", owner=world.owner)
        sheet = Sheet(cluster_id=cluster.id, scheme_id="scheme", scheme_version="1")
        session.add(sheet)
        session.flush()
        assessment = Assessment(
            cluster_id=cluster.id,
            scheme_id="scheme",
            label_id="bronze",
            sheet_id=sheet.id,
            state="awarded",
            opened_by=world.owner.id,
        )
        session.add(assessment)
        session.flush()
        submission = Submission(
            assessment_id=assessment.id,
            scheme_digest="d" * 64,
            record={},
            digest=f"{number:064}",
            submitted_by=world.owner.id,
            submitted_at=NOON,
        )
        session.add(submission)
        session.flush()
        session.add(ComparedSubmission(submission_id=submission.id, members=str(number)))
        session.flush()
        session.add(
            ComparedFigure(
                submission_id=submission.id, criterion_id="fees", measure="m", figure=str(number)
            )
        )
    session.flush()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_pool_of_twenty_takes_no_more_statements_than_a_pool_of_five(
    engine: Engine, session: Session, world: World
) -> None:
    session.add(
        SchemeEdition(digest="d" * 64, scheme_id="scheme", version="1", files={}, recorded_at=NOON)
    )
    add_clusters(session, world, range(1, 6))
    counts = []
    for more in (range(6, 6), range(6, 21)):
        add_clusters(session, world, more)
        with counting(session.get_bind().engine) as statements:
            pool = pool_of(session, "scheme", date(2026, 6, 15))
        counts.append((len(pool.of("fees", "m")), len(statements)))
    assert counts == [(5, 6), (20, 6)]
