"""Why a file was not taken, in words."""

from typing import Any

from flask_babel import gettext as _

from assessment.domain.errors import RefusedUpload
from assessment.services.uploads import MEDIA_TYPES


def upload_refusal(refused: RefusedUpload) -> str:
    """What is wrong with a file and what to do about it."""
    return str(_sentence(refused))


def _sentence(refused: RefusedUpload) -> Any:
    name = refused.facts["filename"]
    match refused.reason:
        case "kind":
            return _(
                "%(name)s is of a kind that is not taken. Use one of: %(kinds)s.",
                name=name,
                kinds=", ".join(ending.removeprefix(".") for ending in MEDIA_TYPES),
            )
        case "empty":
            return _("%(name)s is empty. Check the file and choose it again.", name=name)
        case "too_large":
            return _(
                "%(name)s is larger than %(limit)s MB. Make it smaller or add a web address.",
                name=name,
                limit=int(str(refused.facts["limit"])) // (1024 * 1024),
            )
    return _("%(name)s is not what its ending says. Save it again in its own program.", name=name)
