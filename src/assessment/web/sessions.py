"""Who is at the keyboard: the cookie holds the key of a session that stands in the database.

The key alone says who somebody is, so a session that has ended is over for every copy of its cookie.
"""

import ipaddress
import re
from datetime import datetime
from typing import Any

from flask import Flask, current_app, g, request, session
from flask_login import user_logged_in, user_logged_out
from flask_security.utils import set_request_attr

from assessment.db.base import now
from assessment.db.session import Session, unit_of_work
from assessment.services.sessions import (
    Visitor,
    begin_session,
    end_session,
    find_session,
    is_seen_again,
    see_session,
)
from assessment.web.transactions import current_session, is_reading

KEY = "_user_id"
"""Where Flask-Login keeps who is signed in; here it is the session's key."""

_BROWSERS = (
    ("Edge", r"Edg(e|A|iOS)?/"),
    ("Opera", r"OPR/|Opera"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/|Chromium/"),
    ("Safari", r"Safari/"),
)
_SYSTEMS = (
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("macOS", r"Mac OS X|Macintosh"),
    ("ChromeOS", r"CrOS"),
    ("Linux", r"Linux"),
)
"""Names and what a browser's own words hold where they are meant; the first that fits counts."""


def init_sessions(app: Flask) -> None:
    """Has people loaded by the key of their session; signing in begins one, signing out ends it."""
    app.login_manager.user_loader(_load_person)  # type: ignore[attr-defined]
    user_logged_in.connect(_begin, app)
    user_logged_out.connect(_end, app)


def current_session_id() -> int:
    """The number of the session that this request belongs to; 0 where nobody is signed in."""
    number: int = g.get("session_id", 0)
    return number


def has_clusters() -> bool:
    """Whether the person of this request works on any cluster."""
    return bool(g.get("has_clusters"))


def _load_person(key: str) -> Any:
    """The person whose session has this key, with all that each page asks of them."""
    at = now()
    found = find_session(current_session(), str(key), at)
    if found is None:
        return None
    g.session_id, g.has_clusters = found.session.id, found.has_clusters
    if is_seen_again(found.session, at):
        _see(found.session.id, at)
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", session.get("fs_paa", 0))
    return found.person


def _see(session_id: int, at: datetime) -> None:
    """Writes down that the session is used; a page that only reads has no lock to write with."""
    if not is_reading():
        see_session(current_session(), session_id, at)
        return
    with unit_of_work(current_app.extensions["engine"]) as own:
        see_session(own, session_id, at)


def _begin(_app: Flask, user: Any) -> None:
    """Begins the session, with nothing in the cookie that was there before signing in."""
    database: Session = current_session()
    if current_session_id():
        end_session(database, user.id, current_session_id())
    is_remembered = session.get("_remember") == "set"
    for name in ("csrf_token", "tf_user_id", "tf_remember_login", "halfway_since", "totp_key"):
        session.pop(name, None)
    session[KEY] = begin_session(
        database, user.id, visitor(), is_remembered=is_remembered, at=now()
    )


def _end(_app: Flask, user: Any) -> None:
    """Ends the session that this request belongs to."""
    if user is not None and getattr(user, "id", None) is not None:
        end_session(current_session(), user.id, current_session_id())


def visitor() -> Visitor:
    """What is kept of this request's browser and address."""
    words = request.user_agent.string
    return Visitor(_named(_BROWSERS, words), _named(_SYSTEMS, words), coarse(request.remote_addr))


def _named(names: tuple[tuple[str, str], ...], words: str) -> str:
    return next((name for name, sign in names if re.search(sign, words)), "")


def coarse(address: str | None) -> str:
    """The network that an address is in: the first three parts (IPv4) or 48 bits (IPv6)."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return ""
    bits = 24 if found.version == 4 else 48
    network = ipaddress.ip_network(f"{found}/{bits}", strict=False).network_address
    return f"{network.exploded.rpartition('.')[0]}.x" if found.version == 4 else f"{network}"
