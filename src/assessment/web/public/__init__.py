"""Pages for anyone: the front page, checking a certificate, language and theme."""

from assessment.web.public import glossary, home, labels, preferences, verification
from assessment.web.public.blueprint import pages

__all__ = ["glossary", "home", "labels", "pages", "preferences", "verification"]
