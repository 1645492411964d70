"""Two people at once: the second begins while the first has not yet committed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.db.session import open_session, unit_of_work

First = TypeVar("First")
Second = TypeVar("Second")


def at_once(
    engine: Engine,
    first: Callable[[Session], First],
    second: Callable[[Session], Second],
    then: Callable[[Session], object] = lambda _session: None,
) -> tuple[First, Second]:
    """What both return. The second is seen to wait for the first, who then does `then` before it
    commits; what the second raises is raised here.
    """

    has_begun = Event()

    def work() -> Second:
        with unit_of_work(engine) as session:
            has_begun.set()
            return second(session)

    with open_session(engine, writes=True) as session, ThreadPoolExecutor(1) as pool:
        done = first(session)
        waiting = pool.submit(work)
        assert has_begun.wait(60)
        sleep(0.15)
        assert not waiting.done()
        then(session)
        session.commit()
        return done, waiting.result(timeout=60)
