"""Which editions of schemes are in force."""

import logging
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.catalogue.faults import CriteriaFault
from assessment.catalogue.loader import Catalogue, Edition, Issue, frozen_edition, load_catalogue
from assessment.db.queries import schemes as queries
from assessment.db.session import open_session

log = logging.getLogger(__name__)


class Shelf:
    """The schemes on offer: what was published, and the files of a scheme that never was.

    A process asks the database at each request which publications are the newest, and reads the
    text of a new one once; a running server so picks up what another has published.
    """

    def __init__(self, files: Catalogue) -> None:
        self._files = files
        self._editions: dict[str, Edition] = {edition.digest: edition for edition in files}
        self._last = files

    @property
    def last(self) -> Catalogue:
        """What was in force when anybody last asked, for pages that cannot ask the database."""
        return self._last

    def in_force(self, session: Session) -> Catalogue:
        """The schemes on offer now."""
        found = queries.publications_in_force(session)
        issues = {each.scheme_id: Issue(each.published_at, each.note) for each in found}
        published = {each.scheme_id: self._edition(session, each.scheme_digest) for each in found}
        editions = {edition.scheme.id: edition for edition in self._files} | published
        if issues != self._last.issues or not _is_same(editions, self._last.editions):
            self._last = Catalogue(dict(sorted(editions.items())), issues)
        return self._last

    def _edition(self, session: Session, digest: str) -> Edition:
        if digest not in self._editions:
            self._editions[digest] = frozen_edition(queries.edition(session, digest).files)
        return self._editions[digest]


def make_shelf(folder: Path, engine: Engine) -> Shelf:
    """The shelf over the files in the folder.

    Raises `CriteriaFault` when they have faults and nothing was published yet. Afterwards they are
    drafts, and a broken draft keeps nobody from working.
    """
    try:
        return Shelf(load_catalogue(folder))
    except CriteriaFault as fault:
        with open_session(engine, writes=False) as session:
            if not queries.publications_in_force(session):
                raise
        log.warning("the criteria files have faults; what was published stays in force: %s", fault)
        return Shelf(Catalogue({}))


def _is_same(one: Mapping[str, Edition], other: Mapping[str, Edition]) -> bool:
    return {key: edition.digest for key, edition in one.items()} == {
        key: edition.digest for key, edition in other.items()
    }
