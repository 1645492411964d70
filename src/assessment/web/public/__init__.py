"""Pages for anyone: the front page, checking a certificate, language and theme."""

from assessment.web.public import home, labels, preferences, verification
from assessment.web.public.blueprint import pages

__all__ = ["home", "labels", "pages", "preferences", "verification"]
