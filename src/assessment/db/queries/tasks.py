"""Criteria that are assigned to people."""

from sqlalchemy.orm import Session


def number_on_cluster(session: Session, user_id: int, cluster_id: int) -> int:
    """How many criteria of the cluster are assigned to the person."""
    return 0
