"""The countries of clusters, from one to the next by their index: as many steps as countries."""

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from assessment.db.models import Cluster

_first = select(func.min(Cluster.country).label("country")).cte("countries", recursive=True)
_other = aliased(Cluster)
_next = select(func.min(_other.country)).where(_other.country > _first.c.country).scalar_subquery()
_all = _first.union_all(select(_next).where(_first.c.country.is_not(None)))

COUNTRIES = select(_all.c.country).where(_all.c.country.is_not(None)).subquery("known_countries")
"""A table with one column, `country`."""
