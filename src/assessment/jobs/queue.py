"""The queue between web and worker.

The database says what is to be done (waiting mail, ordered documents); the queue only says *now*.
A lost signal therefore loses no work: the worker also looks every minute.
"""

from collections.abc import Callable

from huey import Huey, PostgresHuey, SqliteHuey
from huey.api import TaskWrapper
from sqlalchemy.engine import make_url

from assessment.config import Settings


def make_queue(settings: Settings) -> Huey:
    """The queue: a file in the instance folder, or tables beside those of PostgreSQL."""
    address = make_url(settings.database)
    if address.get_backend_name() == "postgresql":
        dsn = address.set(drivername="postgresql").render_as_string(hide_password=False)
        queue = PostgresHuey("assessment", dsn=dsn, results=False, create_tables=False)
        _make_tables_in_turn(queue)
        return queue
    return SqliteHuey(
        "assessment", filename=str(settings.instance_path / "queue.db"), results=False
    )


def _make_tables_in_turn(queue: Huey) -> None:
    """Makes the tables of the queue where they are missing, one process after the other.

    PostgreSQL's `if not exists` looks before it makes, so two at once would be in each other's way.
    """
    queue.storage.ddl.insert(0, "select pg_advisory_xact_lock(hashtext('queue of the worker'))")
    queue.storage.initialize_schema()


def declare_work(queue: Huey, work: Callable[[], None]) -> TaskWrapper:
    """The one task of the queue. It is named after the function here, the same in web and worker."""

    def do_waiting_work() -> None:
        work()

    return queue.task()(do_waiting_work)


class WorkerBell:
    """The web's end of the queue: rings when work waits, and does none itself.

    It holds no connection between two rings.
    """

    def __init__(self, settings: Settings) -> None:
        self._queue = make_queue(settings)
        self._ring = declare_work(self._queue, self._do_nothing)
        self._queue.storage.close()

    def ring(self) -> None:
        """Tells the worker that there is work."""
        try:
            self._ring()
        finally:
            self._queue.storage.close()

    @staticmethod
    def _do_nothing() -> None:
        raise RuntimeError("the web does no work of the worker")
