"""What the database may say no with, under names for those who do not speak SQL."""

from sqlalchemy.exc import NoResultFound, OperationalError
from sqlalchemy.orm.exc import StaleDataError

NotThere = NoResultFound
"""A row that was asked for by its key does not exist."""

SavedMeanwhile = StaleDataError
"""Somebody else changed the row between reading and writing."""

Unavailable = OperationalError
"""The database is locked for too long, or cannot be reached."""
