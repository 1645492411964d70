"""Pages for anyone: the front page, the register of holders, checking a certificate, preferences."""

from assessment.web.public import (
    badges,
    clusters,
    credentials,
    feeds,
    glossary,
    home,
    labels,
    open_data,
    preferences,
    register,
    verification,
)
from assessment.web.public.blueprint import pages

__all__ = [
    "badges",
    "clusters",
    "credentials",
    "feeds",
    "glossary",
    "home",
    "labels",
    "open_data",
    "pages",
    "preferences",
    "register",
    "verification",
]
