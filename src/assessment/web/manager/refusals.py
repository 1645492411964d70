"""Why a file, or a cell of it, was not taken, in words."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from assessment.domain.errors import RefusedUpload
from assessment.reports import formats
from assessment.reports.workbook_reading import SIZE_LIMIT, UnreadableWorkbook
from assessment.services.sniffing import MEDIA_TYPES
from assessment.services.workbooks import ForeignWorkbook
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


_WORKBOOKS = {
    "packed": _l(
        "This file unpacks to more than a questionnaire can be. Fill in a fresh download."
    ),
    "not_a_workbook": _l("This file cannot be read as an XLSX workbook. Save it again as .xlsx."),
    "entities": _l("This file declares what no spreadsheet writes. Fill in a fresh download."),
    "no_identity": _l(
        "This is not a workbook that was downloaded here: its hidden sheet is missing."
    ),
    "sheets": _l("A sheet of the questionnaire is missing or renamed. Fill in a fresh download."),
    "format": _l(
        "This workbook was made by another release. Download it anew and copy your answers."
    ),
    "scheme": _l("This workbook is of another scheme. Download the questionnaire on this page."),
    "version": _l(
        "The scheme has a new version since this workbook was downloaded. Download it anew and copy "
        "your answers."
    ),
    "label": _l("This workbook is of another label. Take it to the assessment of that label."),
    "cluster": _l(
        "This workbook is of another cluster, or of none. Download the one on this page."
    ),
}
_WORKBOOKS["digest"] = _WORKBOOKS["version"]

_CELLS = {
    "formula": _l("A formula is not taken: write what it comes to."),
    "error": _l("The spreadsheet itself shows an error here."),
    "merged": _l("Cells were merged here. Undo that, so that each answer has its own cell."),
    "not_a_number": _l("This is not a number."),
    "not_whole": _l("This has to be a whole number."),
    "two_readings": _l(
        "This number can be read with thousands or with decimals. Write it otherwise."
    ),
    "too_small": _l("This number is smaller than it may be."),
    "too_large": _l("This number is larger than it may be."),
    "not_a_date": _l("This is not a date."),
    "after_today": _l("This day is still to come."),
    "unknown_option": _l("This is none of the options. Choose from the list."),
    "not_a_tick": _l("Put an x here, or leave it empty."),
    "too_many": _l("More options are ticked than may be."),
    "not_alone": _l("One of the options ticked cannot stand together with others."),
    "too_long": _l("This text is too long."),
    "not_an_address": _l("This is not a web address; it starts with https://"),
    "file_on_page": _l("A file answers this question: add it on the page of the criterion."),
    "evidence_on_page": _l(
        "Evidence is not read from a workbook: add it on the page of the criterion."
    ),
}


def workbook_refusal(refused: UnreadableWorkbook | ForeignWorkbook) -> str:
    """What is wrong with a workbook as a whole, and what to do about it."""
    if refused.reason == "too_large":
        limit = SIZE_LIMIT // (1024 * 1024)
        return str(
            _("This file is larger than %(limit)s MB. Fill in a fresh download.", limit=limit)
        )
    return str(_WORKBOOKS[refused.reason])


def cell_refusal(reason: str) -> str:
    """Why a cell cannot be taken."""
    return str(_CELLS.get(reason, _("This cannot be understood here.")))
