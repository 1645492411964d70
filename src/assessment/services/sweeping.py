"""Files that were deleted from a library leave the disk."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from assessment.config import Settings
from assessment.db.base import now
from assessment.db.queries import evidence as queries
from assessment.db.session import unit_of_work
from assessment.services.uploads import stored_path

REST = timedelta(hours=1)
"""How long a file rests before it leaves, longer than any upload of the same content takes."""


def sweep_discarded_files(engine: Engine, settings: Settings, at: datetime | None = None) -> int:
    """Removes the files that nobody has any more, and returns how many.

    The same content may be handed in again in the meantime, which `uploads.write_once` marks on the
    file: one written within the last hour waits for the next round.
    """
    before = (at or now()) - REST
    swept = 0
    with unit_of_work(engine) as session:
        for discarded in queries.discarded_files(session, before):
            path = stored_path(settings.evidence_path, discarded.sha256)
            if not queries.is_file_kept(session, discarded.sha256):
                if _was_written_since(path, before):
                    continue
                path.unlink(missing_ok=True)
                swept += 1
            session.delete(discarded)
    return swept


def _was_written_since(path: Path, moment: datetime) -> bool:
    try:
        return path.stat().st_mtime > moment.timestamp()
    except FileNotFoundError:
        return False
