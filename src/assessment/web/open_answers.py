"""Answers that are the same for everybody: kept by caches for minutes, and asked for again by ETag."""

from collections.abc import Callable
from hashlib import sha256

from flask import Flask, Response, g, request, session

MINUTES = 300
"""Seconds for which anybody may keep such an answer: what a label is worth follows within them."""


def open_answer(mark: str, mimetype: str, make: Callable[[], str | bytes]) -> Response:
    """What `make` makes, or 304 where the reader has it already; it is made only when it is sent.

    `mark` names all that the answer follows from beside the address and the language in it.
    """
    whole = "\0".join((mark, request.path, *sorted(_asked())))
    tag = sha256(whole.encode()).hexdigest()[:32]
    if request.if_none_match.contains_weak(tag):
        response = Response(status=304)
    else:
        response = Response(make(), mimetype=mimetype)
    return _kept(response, tag, MINUTES)


def picture_answer(content: bytes, mimetype: str, *, seconds: int = MINUTES) -> Response:
    """A picture for other people's pages, known by its content."""
    tag = sha256(content).hexdigest()[:32]
    is_known = request.if_none_match.contains_weak(tag)
    response = Response(status=304) if is_known else Response(content, mimetype=mimetype)
    return for_everywhere(_kept(response, tag, seconds))


def for_everywhere(response: Response) -> Response:
    """Lets pages of other addresses show it."""
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def open_to_scripts(response: Response) -> Response:
    """Lets scripts of other addresses read it; it holds nothing that follows from who asks."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return for_everywhere(response)


def _asked() -> list[str]:
    return [f"{name}={value}" for name, value in request.args.items(multi=True)]


def _kept(response: Response, tag: str, seconds: int) -> Response:
    g.is_open_answer = True
    response.set_etag(tag, weak=True)  # it travels compressed in several ways
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    return response


def _for_everybody(response: Response) -> Response:
    """Libraries look into the cookie of each request, and write into it, which no such answer follows
    from: a cache would keep one for each visitor, or hand on what belongs to one of them.
    """
    if g.get("is_open_answer"):
        session.modified = False
        session.accessed = (
            False  # the last of all: to look for it is to have looked into the cookie
        )
        response.headers.pop("Set-Cookie", None)
    return response


def init_open_answers(app: Flask) -> None:
    """Must come before whatever else looks at answers, so that it sees them last."""
    app.after_request(_for_everybody)
