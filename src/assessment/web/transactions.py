"""One unit of work round each view."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request

from assessment.db.session import Engine, Session, open_session, turn_to_writing, unit_of_work

View = TypeVar("View", bound=Callable[..., Any])

_READING = frozenset({"GET", "HEAD", "OPTIONS"})


def reads_first(view: View) -> View:
    """Marks a view that works for long before it changes anything, so that nobody waits for it.

    It may write after `begin_writing`, and looks again at what has to hold then.
    """
    view.reads_first = True  # type: ignore[attr-defined]
    return view


def is_reading() -> bool:
    """Whether this request may change nothing, or has not come so far."""
    view = current_app.view_functions.get(request.endpoint or "")
    is_first_reading = getattr(view, "reads_first", False) and "has_begun_to_write" not in g
    return request.method in _READING or is_first_reading


def begin_writing() -> Session:
    """The session of a view that `reads_first`, from here on one that may write."""
    session = current_session()
    turn_to_writing(session)
    g.has_begun_to_write = True
    return session


@contextmanager
def written_at_once() -> Iterator[Session]:
    """What is written within is kept, whatever becomes of the request; for before it has begun.

    A request that reads has no lock to write with: then this is a unit of work of its own.
    """
    if is_reading():
        with unit_of_work(current_app.extensions["engine"]) as own:
            yield own
    else:
        yield current_session()
        current_session().commit()


def current_session() -> Session:
    """The session of this request; one that may write only where the method may change something."""
    if "session" not in g:
        engine: Engine = current_app.extensions["engine"]
        g.session = open_session(engine, writes=not is_reading())
    session: Session = g.session
    return session


class TransactionalFlask(Flask):
    """Commits after a view that answers below status 400, and rolls back after any other.

    The commit happens where the error handlers still see its failure. Only then is the worker told
    that there may be work.
    """

    def dispatch_request(self) -> Response:
        response = self.make_response(super().dispatch_request())
        if "session" in g and response.status_code < 400:
            self._commit(g.session)
        return response

    def _commit(self, session: Session) -> None:
        session.commit()
        if session.info.pop("work_waits", False):
            self._ring()

    def _ring(self) -> None:
        """Tells the worker; a bell that fails costs a minute, never the answer to saved work."""
        ring: Callable[[], None] = self.extensions["worker_bell"].ring
        try:
            ring()
        except Exception:  # whatever the queue says, the work is saved
            self.logger.exception("the worker could not be told")


def abandon_session() -> None:
    """Rolls back what the request has done so far, so that a page about its fault can be made."""
    session: Session | None = g.get("session")
    if session is not None:
        session.rollback()


def close_session(_error: BaseException | None) -> None:
    """Ends the request's session; what was not committed is rolled back."""
    session: Session | None = g.pop("session", None)
    if session is not None:
        session.close()
