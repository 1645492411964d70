"""Why a file was not taken, in words."""

from typing import Any

from flask_babel import gettext as _

from assessment.domain.errors import RefusedUpload
from assessment.reports import formats
from assessment.services.sniffing import MEDIA_TYPES
from assessment.web.language import language


def upload_refusal(refused: RefusedUpload) -> str:
    """What is wrong with a file and what to do about it."""
    return str(_sentence(refused))


def _sentence(refused: RefusedUpload) -> Any:
    name, facts = refused.facts["filename"], refused.facts
    match refused.reason:
        case "kind":
            return _(
                "%(name)s is of a kind that is not taken. Use one of: %(kinds)s.",
                name=name,
                kinds=", ".join(ending.removeprefix(".") for ending in MEDIA_TYPES),
            )
        case "active":
            return _("%(name)s can carry a program. Save it as PDF or as a picture.", name=name)
        case "empty":
            return _("%(name)s is empty. Check the file and choose it again.", name=name)
        case "too_large":
            return _(
                "%(name)s is larger than %(limit)s MB. Make it smaller or add a web address.",
                name=name,
                limit=int(str(facts["limit"])) // (1024 * 1024),
            )
        case "bomb":
            return _(
                "%(name)s would grow out of all proportion when it is opened. Save it anew in its "
                "own program, with smaller pictures.",
                name=name,
            )
        case "quota":
            return _(
                "%(name)s does not fit any more: %(used)s of %(quota)s are used. Delete what nobody "
                "needs, or ask the secretariat for more room.",
                name=name,
                used=formats.file_size(int(str(facts["used"])), language()),
                quota=formats.file_size(int(str(facts["quota"])), language()),
            )
        case "not_a_file":
            return _("%(name)s is a web address and has no versions.", name=name)
    return _("%(name)s is not what its ending says. Save it again in its own program.", name=name)
