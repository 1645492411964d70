"""Pages for anyone: the front page, checking a certificate, language and theme."""

from assessment.web.public import home, preferences, verification
from assessment.web.public.blueprint import pages

__all__ = ["home", "pages", "preferences", "verification"]
