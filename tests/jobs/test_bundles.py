"""A bundle that is made by a real worker, which is killed in the middle."""

import hashlib
import random
import signal
import time
from zipfile import ZipFile

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.models import BundleItem, Document
from assessment.jobs.queue import WorkerBell
from assessment.services.packing import bundle_path
from tests.building import Line
from tests.bundled import as_it_stands, decided, forget_orders, of_day, order
from tests.jobs.test_worker import made_documents, wait_until, worker
from tests.services.conftest import QuickLine

KILLS = 3
EVERY_KIND = ("application", "self_assessment", "certificate", "report", "benchmarking")


@pytest.fixture
def line(line: Line) -> Line:
    return QuickLine(line.session, line.world, line.edition, line.folder, label_id="bronze")


def let_two_minutes_pass(session: Session) -> None:
    """What was being made when the worker ended rests for so long."""
    session.execute(update(Document).where(Document.made_at.is_(None)).values(retry_at=None))
    session.commit()


def test_killed_worker_goes_on_where_it_was(line: Line, settings: Settings) -> None:
    session = line.session
    decided(line, "Ash", "Birch")
    forget_orders(line, *EVERY_KIND)
    number = order(line, of_day())
    chance = random.Random(7)  # noqa: S311  # moments, not secrets
    before: dict[int, tuple[str | None, object]] = {}
    for _kill in range(KILLS):
        so_far = len(made_documents(session))
        with worker(settings) as process:
            WorkerBell(settings).ring()
            wait_until(lambda least=so_far + 2: len(made_documents(session)) >= least)  # type: ignore[misc]
            time.sleep(chance.uniform(0, 0.3))
            process.send_signal(signal.SIGKILL)
            process.wait()
        made = {one.id: (one.sha256, one.made_at) for one in made_documents(session)}
        assert before.items() <= made.items()
        before = made
        assert as_it_stands(line, number).made_at is None
        assert not list(settings.bundles_path.glob("*.zip"))
        let_two_minutes_pass(session)
    with worker(settings) as process:
        WorkerBell(settings).ring()
        wait_until(lambda: as_it_stands(line, number).made_at is not None)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    made = {one.id: (one.sha256, one.made_at) for one in made_documents(session)}
    assert before.items() <= made.items()
    assert len(made) == 12
    assert session.scalar(select(func.count()).select_from(Document)) == 12
    assert set(session.scalars(select(BundleItem.standing))) == {"made"}
    session.commit()
    path = bundle_path(settings, as_it_stands(line, number))
    assert path is not None
    assert [each.name for each in settings.bundles_path.iterdir()] == [path.name]
    with ZipFile(path) as archive:
        assert archive.testzip() is None
        names = [name for name in archive.namelist() if name != "index.csv"]
        digests = {hashlib.sha256(archive.read(name)).hexdigest() for name in names}
    assert len(names) == 12
    assert digests == {sha256 for sha256, _made_at in made.values()}
