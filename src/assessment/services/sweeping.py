"""What nobody needs any more: files that no library has, workbooks that nobody took, and interview sheets
of panels whose work is done."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from assessment.config import Settings
from assessment.db.base import now
from assessment.db.queries import assessments, interview_sheets
from assessment.db.queries import evidence as queries
from assessment.db.session import open_session, unit_of_work
from assessment.services.uploads import stored_path

REST = timedelta(hours=1)
"""How long a file rests before it leaves, longer than any upload of the same content takes."""

FORGOTTEN = timedelta(days=7)
"""How far back files are looked for that no library has: what is older was not left by an upload."""


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


def sweep_forgotten_files(engine: Engine, settings: Settings, at: datetime | None = None) -> int:
    """Removes what uploads left that came to nothing, and returns how many files.

    A file is written before its row is: where that fails, or the process ends, nothing names it. Only
    the files of the last days are looked at: the wrong database does not empty a folder that way.
    """
    moment = at or now()
    first, last = ((moment - pause).timestamp() for pause in (FORGOTTEN, REST))
    with open_session(engine, writes=False) as session:
        kept = queries.kept_files(session)
    swept = 0
    for path in settings.evidence_path.glob("??/*"):
        if path.name not in kept and first < path.stat().st_mtime < last:
            path.unlink(missing_ok=True)
            swept += 1
    return swept


def sweep_expired_workbooks(engine: Engine, at: datetime | None = None) -> None:
    """Forgets the filled workbooks that waited too long to be taken, with all that they say."""
    with unit_of_work(engine) as session:
        assessments.forget_expired_imports(session, at or now())


def sweep_closed_sheets(engine: Engine, settings: Settings) -> int:
    """Removes the interview sheets that their reviewers may open no more, with their files; how many.

    Private notes stand on some of them: what nobody can read is not kept.
    """
    with open_session(engine, writes=False) as session:
        if not interview_sheets.sheets_nobody_may_open(session):
            return 0
    with unit_of_work(engine) as session:
        closed = interview_sheets.sheets_nobody_may_open(session)
        for sheet in closed:
            if sheet.sha256 and not interview_sheets.is_file_of_another(session, sheet):
                stored_path(settings.documents_path, sheet.sha256).unlink(missing_ok=True)
            session.delete(sheet)
            session.flush()
    return len(closed)


def _was_written_since(path: Path, moment: datetime) -> bool:
    try:
        return path.stat().st_mtime > moment.timestamp()
    except FileNotFoundError:
        return False
