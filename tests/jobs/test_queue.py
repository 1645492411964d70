"""The bell between web and worker: it says *now*, and nothing else."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from huey import Huey, PostgresHuey, SqliteHuey
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.models import OutboxMessage
from assessment.jobs.queue import WorkerBell, declare_work, make_queue
from assessment.services.mail import queue_mail


@pytest.fixture
def queue(settings: Settings) -> Iterator[Huey]:
    """The worker's end of the queue."""
    queue = make_queue(settings)
    yield queue
    queue.storage.close()


def test_the_queue_lies_beside_the_database(queue: Huey, settings: Settings) -> None:
    is_sqlite = settings.database.startswith("sqlite")
    assert type(queue) is (SqliteHuey if is_sqlite else PostgresHuey)
    assert (settings.instance_path / "queue.db").exists() is is_sqlite


def test_processes_that_start_at_once_make_one_queue(settings: Settings) -> None:
    with ThreadPoolExecutor(8) as pool:
        queues = list(pool.map(make_queue, [settings] * 8))
    assert [queue.pending_count() for queue in queues] == [0] * 8
    for queue in queues:
        queue.storage.close()


def test_the_bell_leaves_one_task_for_the_worker(queue: Huey, settings: Settings) -> None:
    done: list[str] = []
    declare_work(queue, lambda: done.append("work"))
    WorkerBell(settings).ring()
    assert queue.pending_count() == 1
    queue.execute(queue.dequeue())
    assert (done, queue.pending_count()) == (["work"], 0)


def test_the_bell_does_no_work_itself(queue: Huey, settings: Settings, session: Session) -> None:
    queue_mail(session, "aila@people.example", "Hello", "Read.\n")
    session.commit()
    WorkerBell(settings).ring()
    session.expire_all()
    assert session.query(OutboxMessage).one().attempts == 0
    assert not settings.outbox_path.exists()


def test_the_task_of_the_web_refuses_to_work() -> None:
    with pytest.raises(RuntimeError, match="the web does no work"):
        WorkerBell._do_nothing()
